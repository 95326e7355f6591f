import { mean } from '@assay/metrics';
import type { Machine } from '../machine';
import type { CountsRow } from './counts';
import { isSameMachine, type MethodRow } from './rows';

/** Rows of one method on one network and one set: its seeds. */
export type Cell = { dataset: string; backbone: string; method: string; rows: MethodRow[] };

/** Seconds of a row say nothing of a method where others used more of the machine than this. */
const OTHERS_SHARE_MAX = 0.5;
/** Stands at seconds that are no measure of the method. */
export const NOT_CALM = '†';

export function groupCells(rows: readonly MethodRow[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const key = `${row.dataset}/${row.backbone}/${row.method}`;
    const cell = cells.get(key) ?? { dataset: row.dataset, backbone: row.backbone, method: row.method, rows: [] };
    cell.rows.push(row);
    cells.set(key, cell);
  }
  return [...cells.values()];
}

export const measuredOf = ({ rows }: Cell): MethodRow[] => rows.filter(({ outcome }) => outcome === 'measured');

export function accuracies(cell: Cell, probe: 'knn' | 'linear'): number[] {
  return measuredOf(cell).flatMap((row) => row[probe]?.accuracy ?? []);
}

/** Mean over the measured rows of a cell that have the figure; a dash where none has. */
export function average(
  rows: readonly MethodRow[],
  pick: (row: MethodRow) => number | null,
  show: (value: number) => string = (value) => value.toFixed(0),
): string {
  const values = rows.flatMap((row) => pick(row) ?? []);
  return values.length === 0 ? '–' : show(mean(values));
}

/** Mean of something in seconds over the rows whose seconds count; over all, and marked, where there is no such row. */
export function averageTime(
  cell: Cell,
  pick: (row: MethodRow) => number | null,
  { home, show }: { home: Machine; show?: (value: number) => string },
): string {
  const rows = measuredOf(cell);
  const timed = rows.filter((row) => isTimed(row, home));
  if (timed.length > 0) return average(timed, pick, show);
  const any = average(rows, pick, show);
  return any === '–' ? any : `${any} ${NOT_CALM}`;
}

/** The machine that most rows ran on. */
export function commonestMachine(rows: readonly MethodRow[]): Machine {
  const alike = ({ machine }: MethodRow) => rows.filter((other) => isSameMachine(machine, other.machine)).length;
  return rows.reduce((best, row) => (alike(row) > alike(best) ? row : best)).machine;
}

export function isTimed({ machine, othersShare }: MethodRow, home: Machine): boolean {
  return isSameMachine(machine, home) && othersShare < OTHERS_SHARE_MAX;
}

/** `8 test pictures, majority 75.0 %`: what a step of an accuracy is, and what guessing gives; empty where nobody knows. */
export function describeTest(cells: readonly Cell[], counts: readonly CountsRow[]): string {
  const row = cells.flatMap(measuredOf)[0];
  if (!row) return '';
  const known = counts.find(({ key, datasetDigest }) => key === row.dataset && datasetDigest === row.datasetDigest);
  const { majorityShare } = row;
  return [
    ...(known ? [`${known.testPictures} test pictures`] : []),
    ...(majorityShare === null ? [] : [`majority ${(100 * majorityShare).toFixed(1)} %`]),
  ].join(', ');
}
