import { mean, tInterval } from '@assay/metrics';
import type { Machine } from '../machine';
import { printColumns } from '../report';
import type { StoredRow } from '../results';
import type { Plan } from './plans';

/** A figure with its 95 % interval. */
export type Estimate = { value: number; low: number | null; high: number | null };

/** What one process measured. */
export type Costed = {
  /** Of the test pictures. */
  pictures: number;
  accuracy: number;
  balancedAccuracy: number;
  majorityShare: number;
  /** Of the classifier, and of what it was pretrained with; 0 where it was not. */
  trainSeconds: number;
  pretrainSeconds: number;
  /** On one thread, without decoding. */
  msPerPicture: number;
  modelBytes: number;
  peakMb: number;
};

type Facts = {
  dataset: string;
  strategy: string;
  labelFraction: number;
  settingDigest: string;
  datasetDigest: string;
  machine: Machine;
  /** Part of the machine's processor time that others used meanwhile. */
  othersShare: number;
};

/** One seed: its interval is Wilson's, over the test pictures. */
export type SeedRow = StoredRow &
  Facts &
  Omit<Costed, 'accuracy'> & { kind: 'seed'; seed: number; accuracy: Estimate; config: unknown };

/** A strategy over its seeds: intervals are Student's t, and not there below three seeds. */
export type CellRow = StoredRow &
  Facts & {
    kind: 'cell';
    seeds: number[];
    accuracy: Estimate;
    balancedAccuracy: Estimate;
    trainSeconds: number;
    pretrainSeconds: number;
    msPerPicture: number;
    modelBytes: number;
  };

export type BaselineRow = SeedRow | CellRow;

/** Beside this many seeds an interval says nothing. */
const SEEDS_MIN = 3;

/** A cell from its seeds' rows, of which there is at least one. */
export function summarise(key: string, rows: readonly SeedRow[]): CellRow {
  const latest = rows.at(-1);
  if (!latest) throw new Error(`${key} has no row`);
  const { dataset, strategy, labelFraction, settingDigest, datasetDigest, machine, date, commit, isQuick } = latest;
  const over = (pick: (row: SeedRow) => number) => mean(rows.map(pick));
  return {
    key,
    kind: 'cell',
    ...{ dataset, strategy, labelFraction, settingDigest, datasetDigest, machine, date, commit, isQuick },
    loadAverage: Math.max(...rows.map((row) => row.loadAverage)),
    othersShare: Math.max(...rows.map((row) => row.othersShare)),
    seeds: rows.map(({ seed }) => seed).sort((a, b) => a - b),
    accuracy: estimate(rows.map((row) => row.accuracy.value)),
    balancedAccuracy: estimate(rows.map((row) => row.balancedAccuracy)),
    trainSeconds: over((row) => row.trainSeconds),
    pretrainSeconds: over((row) => row.pretrainSeconds),
    msPerPicture: over((row) => row.msPerPicture),
    modelBytes: over((row) => row.modelBytes),
  };
}

function estimate(values: readonly number[]): Estimate {
  const interval = values.length >= SEEDS_MIN ? tInterval([...values]) : null;
  return { value: mean([...values]), low: interval?.low ?? null, high: interval?.high ?? null };
}

/** Whether a plan's row is there. */
export function isDone(
  plan: Plan,
  { digest, isQuick, stored }: { digest: string; isQuick: boolean; stored: readonly BaselineRow[] },
): boolean {
  return stored.some((row) => row.key === plan.key && row.settingDigest === digest && row.isQuick === isQuick);
}

/** Rows for a reader at a terminal: the cells, most accurate first within a data set. */
export function printRows(rows: readonly BaselineRow[]): string {
  const cells = rows.filter((row) => row.kind === 'cell');
  const order = (row: CellRow) => `${row.dataset}/${row.labelFraction}`;
  const sorted = cells.toSorted((a, b) =>
    order(a) === order(b) ? b.accuracy.value - a.accuracy.value : order(a) < order(b) ? -1 : 1,
  );
  return printColumns([
    ['row', 'accuracy', 'interval', 'balanced', 'train s', 'pretrain s', 'ms a picture', 'model kB', 'seeds'],
    ...sorted.map((row) => [
      row.key,
      row.accuracy.value.toFixed(4),
      row.accuracy.low === null || row.accuracy.high === null
        ? '–'
        : `${row.accuracy.low.toFixed(3)} to ${row.accuracy.high.toFixed(3)}`,
      row.balancedAccuracy.value.toFixed(4),
      row.trainSeconds.toFixed(1),
      row.pretrainSeconds.toFixed(1),
      row.msPerPicture.toFixed(2),
      (row.modelBytes / 1000).toFixed(0),
      row.seeds.join(', '),
    ]),
  ]);
}
