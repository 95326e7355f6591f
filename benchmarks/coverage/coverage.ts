import { selectRows } from '../arguments';
import { type Benchmark, measureEach, type Selection } from '../benchmark';
import { describeCommit, loadAverage } from '../machine';
import { printColumns } from '../report';
import type { StoredRow } from '../results';
import { type CoverageCase, coverageCases } from './cases';
import { type Coverage, simulateCoverage } from './simulate';

export type CoverageRow = StoredRow & Coverage & { size: number };

const EXPERIMENTS = 2000;
const EXPERIMENTS_QUICK = 200;
const QUICK = ['seeds3', 'seeds10', 'rate/pictures50', 'scores/close/pictures50', 'pairs/pictures50'];

/** How often the intervals of comparisons hold what they are about, on data whose truth is known. */
export const coverage: Benchmark = {
  hasPeers: false,
  select: (selection) => wantedCases(selection).map(({ key }) => key),
  print: (rows) => printRows(rows as readonly CoverageRow[]), // its own rows
  run(context) {
    const until = performance.now() + (context.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
    const measure = async (one: CoverageCase): Promise<void> => {
      if (performance.now() > until) return;
      const experiments = (one.times ?? 1) * (context.isQuick ? EXPERIMENTS_QUICK : EXPERIMENTS);
      const commit = describeCommit();
      const date = new Date().toISOString();
      for (const found of simulateCoverage(one, { experiments })) {
        const row: CoverageRow = {
          ...found,
          key: `${one.key}/${found.interval}`,
          size: one.size,
          ...{ date, commit, loadAverage: loadAverage(), isQuick: context.isQuick },
        };
        context.onRow(row, {});
      }
    };
    return measureEach(wantedCases(context), ({ key }) => key, { say: context.say, measure });
  },
};

function wantedCases(selection: Selection): readonly CoverageCase[] {
  return selectRows({ all: coverageCases(), keyOf: ({ key }) => key, quick: QUICK }, selection);
}

function printRows(rows: readonly CoverageRow[]): string {
  return printColumns([
    ['row', 'covered', 'of', 'without', 'wanted', 'kept'],
    ...rows.map(({ key, covered, experiments, without, wanted, isKept }) => [
      key,
      covered.toFixed(4),
      String(experiments),
      String(without),
      wanted ? `${wanted.min} to ${wanted.max}` : 'not used',
      isKept === null ? '' : isKept ? 'yes' : 'no',
    ]),
  ]);
}
