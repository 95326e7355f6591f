import type { Results } from './results';

/** Results for a reader at a terminal. */
export function printTable({ name, commit, machine, rows }: Results): string {
  const table = [
    ['row', 'ratio', 'interval', 'ours', 'theirs', 'unit', 'peak MB, ours', 'theirs'],
    ...rows.map((row) => [
      row.key,
      row.ratio.toFixed(2),
      `${row.low.toFixed(2)} to ${row.high.toFixed(2)}`,
      row.ours.toFixed(1),
      row.theirs.toFixed(1),
      row.unit,
      row.oursPeakMb.toFixed(0),
      row.theirsPeakMb.toFixed(0),
    ]),
  ];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${name} at ${commit}, ${machine.cpu}, ${machine.cores} cores\n${lines.join('\n')}\n`;
}
