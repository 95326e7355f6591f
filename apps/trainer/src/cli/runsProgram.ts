import type { Command } from 'commander';

const ID = 'an id or its beginning';

/** Looking at runs, and doing something about them. */
export function addRuns(program: Command): void {
  const runs = program.command('runs').description('look at runs, cancel them, run them again');
  runs
    .command('list')
    .description('newest first')
    .option('--experiment <name>')
    .option('--status <status>')
    .option('--where <expression>', "for instance 'test/accuracy>0.8 and seed=0'")
    .option('--sort <field>', 'a field, figure or config path; with - before it the other way round')
    .option('--limit <n>', 'rows at most', '100')
    .action(async (_options, command: Command) => {
      const { listCommand } = await import('../commands/runs');
      await listCommand(command.optsWithGlobals());
    });
  runs
    .command('show')
    .description('config, dataset, seed, commit, engine, attempts, figures, artifacts')
    .argument('<id>', ID)
    .action(async (id: string, _options, command: Command) => {
      const { showCommand } = await import('../commands/runs');
      await showCommand(id, command.optsWithGlobals());
    });
  runs
    .command('folds')
    .description('the folds of a cross-validation: values, mean, corrected interval, out-of-fold predictions')
    .argument('<id>', 'any of its runs')
    .option('--metric <key>', 'a test figure; the usual one of the task when not given')
    .action(async (id: string, _options, command: Command) => {
      const { foldsCommand } = await import('../commands/folds');
      await foldsCommand(id, command.optsWithGlobals());
    });
  runs
    .command('cancel')
    .description('at once when nobody works on it, between two steps otherwise')
    .argument('<id...>', `${ID}; several may be named`)
    .option('--folds', 'all folds of the same cross-validation that have not ended')
    .action(async (ids: string[], _options, command: Command) => {
      const { cancelCommand } = await import('../commands/runs');
      await cancelCommand(ids, command.optsWithGlobals());
    });
  runs
    .command('rerun')
    .description('queue runs that have ended once more: a fold that failed is completed so')
    .argument('<id...>', `${ID}; several may be named`)
    .action(async (ids: string[], _options, command: Command) => {
      const { rerunCommand } = await import('../commands/runs');
      await rerunCommand(ids, command.optsWithGlobals());
    });
  runs
    .command('logs')
    .description('log lines')
    .argument('<id>', ID)
    .option('--follow', 'go on until the run has ended')
    .action(async (id: string, _options, command: Command) => {
      const { logsCommand } = await import('../commands/runs');
      await logsCommand(id, command.optsWithGlobals());
    });
  runs
    .command('metrics')
    .description('curves')
    .argument('<id>', ID)
    .option('--key <key>', 'one figure alone; may be repeated', (value: string, before: string[] = []) => [
      ...before,
      value,
    ])
    .action(async (id: string, _options, command: Command) => {
      const { metricsCommand } = await import('../commands/runs');
      await metricsCommand(id, command.optsWithGlobals());
    });
}
