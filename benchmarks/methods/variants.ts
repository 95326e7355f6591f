import { mean, welchTest } from '@assay/metrics';
import { estimate, renderTable, SEEDS_MIN, signed } from '../markdown';
import type { ChainPlan, ChainRow } from './chains';

type Row = ChainRow<ChainPlan>;
type Given<R extends Row> = {
  rows: readonly R[];
  /** What the variants are: heads their column. */
  what: string;
  variantOf(row: R): string;
  /** By name, in the order of the lines; the first is what the others are held against. */
  titles: Readonly<Record<string, string>>;
  /** Further columns: the mean of a figure of the rows. */
  more?: Readonly<Record<string, (row: R) => number | null | undefined>>;
};

/** What variants of one pretraining come to by both probes, in percent, and how each differs from the first one. */
export function renderVariants<R extends Row>({ rows, what, variantOf, titles, more = {} }: Given<R>): string {
  const measured = rows.filter(({ isQuick }) => !isQuick);
  const names = Object.keys(titles);
  const columns = { ...more, seconds: ({ totalSeconds }: R) => totalSeconds };
  const against = `against ${titles[names[0] ?? '']}`;
  const head = ['pictures', what, 'kNN', against, 'linear', against, ...Object.keys(columns), 'seeds'];
  const lines = [...new Set(measured.map(({ dataset }) => dataset))].flatMap((dataset) => {
    const of = (name: string) => measured.filter((row) => row.dataset === dataset && variantOf(row) === name);
    const [base] = names.map(of);
    return names
      .filter((name) => of(name).length > 0)
      .map((name) => {
        const its = of(name);
        const gain = (probe: Probe) => (name === names[0] || !base?.length ? '–' : difference(its, base, probe));
        return [
          ...[dataset, titles[name] ?? name, estimate(its.map(pickOf('knn'))), gain('knn')],
          ...[estimate(its.map(pickOf('linear'))), gain('linear')],
          ...Object.values(columns).map((pick) => average(its.map(pick))),
          String(its.length),
        ];
      });
  });
  return `${renderTable(head, lines).join('\n')}\n`;
}

type Probe = 'knn' | 'linear';
const pickOf =
  (probe: Probe) =>
  (row: Row): number =>
    row[probe].accuracy;

function average(values: readonly (number | null | undefined)[]): string {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? '–' : mean(known).toFixed(0);
}

/** Of means, with Welch's 95 % interval. */
function difference(ours: readonly Row[], theirs: readonly Row[], probe: Probe): string {
  const [a, b] = [ours.map(pickOf(probe)), theirs.map(pickOf(probe))];
  const gain = signed(mean(a) - mean(b));
  const test = Math.min(a.length, b.length) < SEEDS_MIN ? null : welchTest(a, b);
  return test === null ? gain : `${gain} [${signed(test.low)}, ${signed(test.high)}]`;
}
