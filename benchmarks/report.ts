import type { Results, Row, StoredRow } from './results';

/** Results for a reader at a terminal. */
export function printResults(
  { name, commit, machine, rows }: Results,
  print: (rows: readonly StoredRow[]) => string = printComparisons,
): string {
  return `${name} at ${commit}, ${machine.cpu}, ${machine.cores} cores\n${print(rows)}`;
}

function printComparisons(rows: readonly StoredRow[]): string {
  return printColumns([
    ['row', 'ratio', 'interval', 'ours', 'theirs', 'unit', 'peak MB, ours', 'theirs'],
    ...rows
      .filter(isComparison)
      .map((row) => [
        row.key,
        row.ratio.toFixed(2),
        `${row.low.toFixed(2)} to ${row.high.toFixed(2)}`,
        row.ours.toFixed(1),
        row.theirs.toFixed(1),
        row.unit,
        row.oursPeakMb.toFixed(0),
        row.theirsPeakMb.toFixed(0),
      ]),
  ]);
}

export function isComparison(row: StoredRow): row is Row {
  return 'ratio' in row;
}

/** Cells in columns; the first line is the head. */
export function printColumns(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
