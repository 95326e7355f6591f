import { Command } from 'commander';
import { addImage } from './imageProgram';
import { addMetrics } from './metricsProgram';
import { addRuns } from './runsProgram';
import { addWeights } from './weightsProgram';

/**
 * Every command with its options. What a command does is loaded when it is called, so that help and mistakes are
 * answered at once; `optsWithGlobals` gives it `--json` and `--debug` beside its own.
 */
export function createProgram(): Command {
  const program = new Command('assay')
    .description('Pretrain, fine-tune, compare and promote defect models.')
    .option('--json', 'print exactly one JSON document on standard output')
    .option('--debug', 'print the stack of an error')
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({
      // Commander puts its suggestion on a line of its own; one mistake is one line here.
      outputError: (text, write) =>
        write(
          `${text
            .trim()
            .replace(/\s*\n\s*/g, ' ')
            .replace(/^error:/, 'assay:')}\n`,
        ),
    });
  addDoctor(program);
  addDataset(program);
  addRecipes(program);
  addRun(program);
  addProfile(program);
  addBackbone(program);
  addRuns(program);
  addModel(program);
  addEmbed(program);
  addWeights(program);
  addMetrics(program);
  addImage(program);
  return program;
}

/** Repeats of an option as a list. */
function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check the installation: packages, engine, database, artifact store')
    .action(async (_options, command: Command) => {
      const { doctor } = await import('../commands/doctor');
      await doctor(command.optsWithGlobals());
    });
  program
    .command('first-run', { hidden: true })
    .description('import the example data and queue the first experiments, once')
    .option('--examples <dir>', 'folder of the example data')
    .action(async (_options, command: Command) => {
      const { firstRunCommand } = await import('../commands/firstRun');
      await firstRunCommand(command.optsWithGlobals());
    });
}

function addDataset(program: Command): void {
  const dataset = program.command('dataset').description('import, look at, split and crop datasets');
  dataset
    .command('import')
    .description('read a folder of pictures and annotations into a new version')
    .argument('<path>', 'the folder')
    .requiredOption('--name <name>', 'name of the dataset')
    .option('--format <format>', 'see `assay dataset formats`', 'auto')
    .option('--dry-run', 'report what would be imported and store nothing')
    .action(async (path: string, _options, command: Command) => {
      const { importCommand } = await import('../commands/dataset');
      await importCommand(path, command.optsWithGlobals());
    });
  dataset
    .command('formats')
    .description('list the layouts that can be imported')
    .action(async (_options, command: Command) => {
      const { formatsCommand } = await import('../commands/dataset');
      formatsCommand(command.optsWithGlobals());
    });
  dataset
    .command('list')
    .description('list the datasets with their newest versions')
    .action(async (_options, command: Command) => {
      const { listCommand } = await import('../commands/dataset');
      await listCommand(command.optsWithGlobals());
    });
  dataset
    .command('show')
    .description('show one version: counts by class and split, history')
    .argument('<name[@version]>')
    .action(async (ref: string, _options, command: Command) => {
      const { showCommand } = await import('../commands/dataset');
      await showCommand(ref, command.optsWithGlobals());
    });
  dataset
    .command('split')
    .description('make a new version with other splits (default .7 .15 .15)')
    .argument('<name>')
    .option('--train <share>', 'share of the pictures to learn from')
    .option('--validation <share>', 'share to choose by')
    .option('--test <share>', 'share to measure on')
    .option('--group-by <field>', 'keep together what agrees in: group, folder, template')
    .option('--stratify', "keep each class's shares")
    .option('--seed <n>', 'another seed draws another split', '0')
    .action(async (ref: string, _options, command: Command) => {
      const { splitCommand } = await import('../commands/dataset');
      await splitCommand(ref, command.optsWithGlobals());
    });
  dataset
    .command('crop')
    .description('make a classification set: a cut around each object, and as many of sound surface')
    .argument('<name>')
    .requiredOption('--name <new>', 'name of the new dataset')
    .requiredOption('--size <n>', 'side of the cuts in pixels')
    .option('--margin <f>', "surroundings on each side, as a share of the object's longer side", '0.25')
    .option('--seed <n>', 'draws the cuts of sound surface', '0')
    .action(async (ref: string, _options, command: Command) => {
      const { cropCommand } = await import('../commands/dataset');
      await cropCommand(ref, command.optsWithGlobals());
    });
}

function addRecipes(program: Command): void {
  program
    .command('recipes')
    .description('what can be run by name; of one, its config, for a file of your own')
    .argument('[recipe]')
    .action(async (recipe: string | undefined, _options, command: Command) => {
      const { recipesCommand } = await import('../commands/recipes');
      recipesCommand(recipe, command.optsWithGlobals());
    });
}

function addRun(program: Command): void {
  program
    .command('run')
    .description('queue a recipe (`assay recipes` lists them) or a JSON file, a run a seed and a fold')
    .argument('<recipe|file>')
    .option('--set <path=value>', 'change a field of the config; may be repeated', collect)
    .option('--seeds <list>', 'for instance 0,1,2')
    .option('--folds <k>', 'cross-validation: a run a fold, each with its own test pictures')
    .option('--repeats <r>', 'deal the pictures out to folds so many times')
    .option('--group-by <field>', 'no fold divides what agrees in: group, folder, template')
    .option('--experiment <name>', 'the question that the runs belong to')
    .option('--label <label>', "group in comparisons; the recipe's name when not given")
    .option('--wait', 'work or wait until they end; exit 1 if one failed')
    .action(async (source: string, _options, command: Command) => {
      const { runCommand } = await import('../commands/run');
      await runCommand(source, command.optsWithGlobals());
    });
  program
    .command('worker')
    .description('take runs until stopped; SIGTERM gives them back at their last checkpoint')
    .option('--once', 'stop when nothing is left to take')
    .option('--concurrency <n>', 'runs at once', '1')
    .action(async (_options, command: Command) => {
      const { workerCommand } = await import('../commands/worker');
      await workerCommand(command.optsWithGlobals());
    });
  program
    .command('compare')
    .description('compare the groups of an experiment: means, intervals, tests, and in words what may be said')
    .requiredOption('--experiment <name>')
    .requiredOption('--metric <key>', 'for instance test/accuracy')
    .option('--by <path>', "config path to group by; the runs' label when not given")
    .option('--baseline <value>', 'the group that the others are held against; every pair when not given')
    .option('--margin <m>', 'test whether means are equivalent within this margin, in the unit of the figure')
    .option('--pictures', 'test also on the same test pictures, from the stored predictions')
    .action(async (_options, command: Command) => {
      const { compareCommand } = await import('../commands/compare');
      await compareCommand(command.optsWithGlobals());
    });
}

function addBackbone(program: Command): void {
  const backbone = program.command('backbone').description('look at networks, and at what they cost here');
  backbone
    .command('summary')
    .description('layers, shapes, parameters and multiply-adds')
    .argument('<source>', 'a name such as resnet18, a recipe, a JSON file or a .backbone.ts file')
    .option('--size <n>', 'side of the pictures; the config’s own, or 224')
    .option('--channels <n>', '1 or 3')
    .action(async (source: string, _options, command: Command) => {
      const { summaryCommand } = await import('../commands/backbone');
      await summaryCommand(source, command.optsWithGlobals());
    });
  backbone
    .command('advise')
    .description('which backbones fit a budget, from figures measured on this machine')
    .argument('[source...]', 'names, recipes or files; a list of common ones when not given')
    .option('--max-ms <n>', 'for one batch, in milliseconds')
    .option('--max-mb <n>', 'memory above the engine’s own, in megabytes')
    .option('--for <what>', 'inference or training: what has to fit', 'inference')
    .option('--size <n>', 'side of the pictures', '224')
    .option('--channels <n>', '1 or 3', '3')
    .option('--batch <n>', 'pictures at once', '1')
    .option('--again', 'measure anew what was measured before')
    .action(async (sources: string[], _options, command: Command) => {
      const { adviseCommand } = await import('../commands/backbone');
      await adviseCommand(sources, command.optsWithGlobals());
    });
}

function addProfile(program: Command): void {
  program
    .command('profile')
    .description('where the time and the memory of a training step go')
    .argument('<recipe>', 'a recipe, or a JSON file with a run config')
    .option('--set <path=value>', 'change the config; may be repeated', collect)
    .option('--pretraining', 'the pretraining that a fine-tuning recipe starts from')
    .option('--depth <n>', 'blocks within blocks that are told apart', '1')
    .option('--threads <n>', 'threads of the engine; all cores when not given')
    .action(async (recipe: string, _options, command: Command) => {
      const { profileCommand } = await import('../commands/profile');
      await profileCommand(recipe, command.optsWithGlobals());
    });
}

function addEmbed(program: Command): void {
  program
    .command('embed')
    .description('a map of pictures by the features of a run, and how far it can be trusted')
    .requiredOption('--run <id>', 'an id or its beginning')
    .requiredOption('--dataset <name[@version]>')
    .requiredOption('--method <method>', 'pca, tsne or umap')
    .option('--step <n>', 'its checkpoint at that step; the weights it ended with when not given')
    .option('--split <split>', 'pictures of one split alone')
    .option('--limit <n>', 'pictures at most, spread evenly over the dataset', '1000')
    .option('--out <file.png>', 'draws the map too')
    .action(async (_options, command: Command) => {
      const { embedCommand } = await import('../commands/embed');
      await embedCommand(command.optsWithGlobals());
    });
}

function addModel(program: Command): void {
  const model = program.command('model').description('register, promote and roll back models');
  model
    .command('register')
    .description("put a run's model under a name")
    .argument('<run>', 'an id or its beginning')
    .requiredOption('--name <name>')
    .action(async (run: string, _options, command: Command) => {
      const { registerCommand } = await import('../commands/model');
      await registerCommand(run, command.optsWithGlobals());
    });
  model
    .command('list')
    .description('models and what is live')
    .action(async (_options, command: Command) => {
      const { listCommand } = await import('../commands/model');
      await listCommand(command.optsWithGlobals());
    });
  model
    .command('show')
    .description('versions of a model')
    .argument('<name>')
    .action(async (name: string, _options, command: Command) => {
      const { showCommand } = await import('../commands/model');
      await showCommand(name, command.optsWithGlobals());
    });
  model
    .command('promote')
    .description('make a version live, or say which condition refuses it')
    .argument('<name>')
    .argument('<version>')
    .option('--to <alias>', 'production or candidate', 'production')
    .requiredOption('--reason <text>', 'why, for those who read the history later')
    .option('--metric <key>', "the test figure to judge by; the task's own when not given")
    .action(async (name: string, version: string, _options, command: Command) => {
      const { promoteCommand } = await import('../commands/model');
      await promoteCommand(name, version, command.optsWithGlobals());
    });
  model
    .command('rollback')
    .description('back to the version that was live before')
    .argument('<name>')
    .option('--to <alias>', 'production or candidate', 'production')
    .requiredOption('--reason <text>', 'why, for those who read the history later')
    .action(async (name: string, _options, command: Command) => {
      const { rollbackCommand } = await import('../commands/model');
      await rollbackCommand(name, command.optsWithGlobals());
    });
  model
    .command('history')
    .description('who made which version live, when and why')
    .argument('<name>')
    .option('--at <time>', 'what was live then, for instance 2026-05-01T14:30')
    .action(async (name: string, _options, command: Command) => {
      const { historyCommand } = await import('../commands/model');
      await historyCommand(name, command.optsWithGlobals());
    });
  program
    .command('predict')
    .description('judge pictures with a registered model')
    .requiredOption('--model <name[@alias|version]>', 'what is in production when neither is given')
    .argument('<path...>', 'pictures')
    .option('--out <dir>', 'where heat maps and masks go')
    .option('--template <file>', 'sound partner of a model of differences; may be repeated, one each', collect)
    .action(async (paths: string[], _options, command: Command) => {
      const { predictCommand } = await import('../commands/predict');
      await predictCommand(paths, command.optsWithGlobals());
    });
}
