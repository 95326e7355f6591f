import { printColumns } from '../report';
import type { MethodRow } from './rows';

/** Rows for a reader at a terminal. */
export function printRows(rows: readonly MethodRow[]): string {
  return printColumns([
    ['row', 'kNN', 'linear', 'epochs', 'trained s', 'peak MB', ''],
    ...rows.map((row) => [
      row.key,
      fixed(row.knn?.accuracy, 4),
      fixed(row.linear?.accuracy, 4),
      fixed(row.epochs, 0),
      fixed(row.trainSeconds, 0),
      fixed(row.peakMb, 0),
      row.outcome === 'measured' ? '' : `${row.outcome}: ${row.reason}`,
    ]),
  ]);
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? '–' : value.toFixed(digits);
}
