import type { Command } from 'commander';

/** Figures of anybody's predictions. */
export function addMetrics(program: Command): void {
  program
    .command('metrics')
    .description("figures of anybody's predictions: needs no database and no engine")
    .argument('<kind>', 'classification, detection, instances, segmentation or anomaly')
    .requiredOption('--truth <path>', 'a JSON file; for segmentation a folder of PNG')
    .requiredOption('--predictions <path>', 'the same of what was predicted')
    .option('--classes <n>', 'number of classes, for segmentation')
    .option('--top-k <list>', 'for classification, for instance 1,5: right when among the k highest scores')
    .option('--intervals', 'the 95 % interval of each figure, by group where the truth has groups')
    .option(
      '--groups <file>',
      'for segmentation with --intervals, a JSON file {"NAME.png": group}: groups are drawn whole',
    )
    .option('--boundary', 'for instances, the figures by the overlap of masks and of their boundaries too')
    .action(async (kind: string, _options, command: Command) => {
      const { metricsCommand } = await import('../commands/metrics');
      await metricsCommand(kind, command.optsWithGlobals());
    });
}
