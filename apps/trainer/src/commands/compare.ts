import type { Comparison } from '@assay/contracts';
import { type ComparisonQuery, compareExperiment } from '@assay/services';
import { figure, type OutputOptions, print, say, table } from '../cli/output';
import { withSession } from '../cli/session';

export async function compareCommand(options: OutputOptions & ComparisonQuery): Promise<void> {
  const { experiment, metric, by, baseline } = options;
  const comparison = await withSession((session) => compareExperiment(session, { experiment, metric, by, baseline }));
  print(options, comparison, () => describeComparison(comparison));
  if (!options.json) for (const warning of comparison.warnings) say(`warning: ${warning}`);
}

function describeComparison({ experiment, metric, groups, differences, configDifferences }: Comparison): string {
  const parts = [
    `${experiment}: ${metric}`,
    table(
      ['GROUP', 'N', 'MEAN', 'STD', '95 % INTERVAL', 'VALUES'],
      groups.map((group) => [
        group.key,
        group.n,
        group.mean,
        figure(group.std),
        interval(group.low, group.high),
        group.values.map(({ value }) => figure(value)).join(' '),
      ]),
    ),
  ];
  if (differences.length > 0) {
    const rows = differences.map(({ a, b, difference, low, high, p }) => [
      `${a} − ${b}`,
      difference,
      interval(low, high),
      figure(p),
    ]);
    parts.push(table(['DIFFERENCE', 'MEAN', '95 % INTERVAL', 'P (WELCH)'], rows));
  }
  if (configDifferences.length > 0) {
    const keys = groups.map((group) => group.key);
    const rows = configDifferences.map(({ path, values }) => [path, ...keys.map((key) => values[key] ?? '–')]);
    parts.push(table(['CONFIG', ...keys], rows));
  }
  return parts.join('\n\n');
}

function interval(low: number | null, high: number | null): string {
  return low === null || high === null ? '–' : `${figure(low)} … ${figure(high)}`;
}
