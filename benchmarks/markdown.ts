import { mean, tInterval } from '@assay/metrics';

/** With fewer seeds than these an interval says nothing. */
export const SEEDS_MIN = 3;

/** Mean with half the width of the 95 % interval (Student's t over the seeds), in percent. */
export function estimate(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const interval = values.length >= SEEDS_MIN ? tInterval(values) : null;
  const half = interval === null ? '' : ` ± ${(100 * (interval.high - interval.mean)).toFixed(1)}`;
  return `${(100 * mean(values)).toFixed(1)}${half}`;
}

/** A difference of shares in percent, with its sign. */
export function signed(value: number): string {
  return `${value >= 0 ? '+' : '−'}${Math.abs(100 * value).toFixed(1)}`;
}

/** Cells of equal width, as the formatter leaves them. */
export function renderTable(head: readonly string[], lines: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...lines].map((cells) => cells[column]?.length ?? 0)));
  const render = (cells: readonly string[]) => `| ${cells.map((cell, c) => cell.padEnd(widths[c] ?? 0)).join(' | ')} |`;
  return [render(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.map(render)];
}
