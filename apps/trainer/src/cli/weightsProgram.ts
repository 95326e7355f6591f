import type { Command } from 'commander';

/** Pretrained weights in and out, and what they see in pictures. */
export function addWeights(program: Command): void {
  const weights = program.command('weights').description('bring pretrained weights in');
  const hints = (command: Command): Command =>
    command
      .option('--backbone <name>', 'which network it is, for instance tf_efficientnet_b0; found out when not given')
      .option('--partial', 'take what fits, and leave the rest as drawn')
      .option('--mean <numbers>', "the channels' means, for instance 0.485,0.456,0.406")
      .option('--std <numbers>', 'their standard deviations')
      .option('--size <n>', "the input's side in pixels")
      .option('--licence <text>', 'kept with the weights');
  hints(
    weights
      .command('import')
      .description('store the weights of a .safetensors, .pth or Keras file under a name')
      .argument('<file>')
      .requiredOption('--name <name>', 'name of the weights'),
  ).action(async (file: string, _options, command: Command) => {
    const { importCommand } = await import('../commands/weights');
    await importCommand(file, command.optsWithGlobals());
  });
  hints(
    weights
      .command('get')
      .description('fetch weights: efficientnet-lite0, or OWNER/MODEL of a Hugging Face hub')
      .argument('<name>')
      .option('--name <name>', "name of the weights; the model's own when not given")
      .option('--file <file>', 'file of the model', 'model.safetensors')
      .option('--revision <revision>', 'branch, tag or commit', 'main')
      .option('--sha256 <digest>', 'what the file must be')
      .option('--hub <url>', 'address of the hub')
      .option('--index <url>', 'address of the Python package index'),
  ).action(async (name: string, _options, command: Command) => {
    const { getCommand } = await import('../commands/weightsGet');
    await getCommand(name, command.optsWithGlobals());
  });
  weights
    .command('list')
    .description('stored weights by name')
    .action(async (_options, command: Command) => {
      const { listCommand } = await import('../commands/weights');
      await listCommand(command.optsWithGlobals());
    });
  program
    .command('features')
    .description('frozen features of pictures, one row a picture, as a NumPy file')
    .requiredOption('--weights <name|run>', 'weights by name, a run, or MODEL[@ALIAS|VERSION]')
    .requiredOption('--out <file.npy>', 'where the rows go')
    .option('--layer <layer>', 'pool, logits, or a stage such as layer3', 'pool')
    .argument('<path...>', 'pictures')
    .action(async (paths: string[], _options, command: Command) => {
      const { featuresCommand } = await import('../commands/features');
      await featuresCommand(paths, command.optsWithGlobals());
    });
  program
    .command('export')
    .description("write a network's weights in torchvision's or timm's names")
    .argument('<run|model>', 'a run, MODEL[@ALIAS|VERSION], or weights by name')
    .requiredOption('--format <format>', 'safetensors')
    .requiredOption('--out <file>', 'where they go')
    .option('--part <part>', 'encoder: without the classifier; all', 'all')
    .option('--which <which>', 'of a pretraining: last, or best by the probe that watched it', 'last')
    .action(async (ref: string, _options, command: Command) => {
      const { exportCommand } = await import('../commands/export');
      await exportCommand(ref, command.optsWithGlobals());
    });
}
