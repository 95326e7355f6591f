import type { Comparison, Difference, PictureDifference } from '@assay/contracts';
import { figure, table } from '../../cli/output';

/** A comparison for a reader at a terminal: groups, differences, what may be said of them, and on the same pictures. */
export function describeComparison(comparison: Comparison): string {
  const { experiment, metric, groups, differences, pictures, configDifferences } = comparison;
  const parts = [
    `${experiment}: ${metric}`,
    table(
      ['GROUP', 'N', 'MEAN', 'STD', '95 % INTERVAL', 'VALUES'],
      groups.map((group) => [
        group.key,
        group.n,
        group.mean,
        figure(group.std),
        interval(group),
        group.values.map(({ value }) => figure(value)).join(' '),
      ]),
    ),
  ];
  if (differences.length > 0) {
    const rows = differences.map((one) => [
      `${one.a} − ${one.b}`,
      one.difference,
      interval(one),
      figure(one.p),
      ...(differences.length > 1 ? [figure(one.pAdjusted)] : []),
    ]);
    const holm = differences.length > 1 ? ['P (HOLM)'] : [];
    parts.push(table(['DIFFERENCE', 'MEAN', '95 % INTERVAL', pTitle(differences), ...holm], rows));
    parts.push(differences.map(sayDifference).join('\n\n'));
  }
  if (pictures) parts.push(pictures.map(describePictures).join('\n\n'));
  if (configDifferences.length > 0) {
    const keys = groups.map((group) => group.key);
    const rows = configDifferences.map(({ path, values }) => [path, ...keys.map((key) => values[key] ?? '–')]);
    parts.push(table(['CONFIG', ...keys], rows));
  }
  return parts.join('\n\n');
}

/** Folds share training pictures, so their test is another one. */
function pTitle(differences: readonly Difference[]): string {
  return differences.some(({ test }) => test !== 'welch') ? 'P (CORRECTED RESAMPLED T)' : 'P (WELCH)';
}

function sayDifference({ a, b, says, test, paired, equivalence, sampleSize }: Difference): string {
  const lines = [`${a} − ${b}`, `  over ${test === 'welch' ? 'seeds' : 'folds'}: ${says}`];
  if (paired) {
    lines.push(`  seed by seed (paired t): ${paired.tTest.says}`);
    lines.push(`  seed by seed (Wilcoxon): ${paired.wilcoxon.says}`);
  }
  if (equivalence) lines.push(`  equivalence: ${equivalence.says}`);
  if (sampleSize) lines.push(`  seeds needed: ${sampleSize.says}`);
  return lines.join('\n');
}

function describePictures({ a, b, split, pictures, groups, figures, bySeed, says }: PictureDifference): string {
  const inGroups = groups === null ? '' : ` in ${groups} groups`;
  const lines = [`${a} − ${b} on the same ${pictures} ${split} pictures${inGroups}: ${says}`];
  if (figures.length > 0) {
    const rows = figures.map((one) => [
      one.figure,
      one.difference,
      interval(one),
      figure(one.p),
      figure(one.pAdjusted),
    ]);
    lines.push(table(['FIGURE', 'DIFFERENCE', '95 % INTERVAL', 'P (BOOTSTRAP)', 'P (HOLM)'], rows));
  }
  if (bySeed.some(({ mcnemar, delong }) => mcnemar || delong)) {
    const rows = bySeed.map(({ seed, mcnemar, delong }) => [
      seed,
      mcnemar?.onlyA ?? null,
      mcnemar?.onlyB ?? null,
      figure(mcnemar?.p),
      figure(delong?.p),
    ]);
    lines.push(table(['SEED', 'ONLY THE FIRST RIGHT', 'ONLY THE SECOND', 'P (MCNEMAR)', 'P (DELONG)'], rows));
  }
  return lines.join('\n');
}

function interval({ low, high }: { low: number | null; high: number | null }): string {
  return low === null || high === null ? '–' : `${figure(low)} … ${figure(high)}`;
}
