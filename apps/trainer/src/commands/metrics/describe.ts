import type { FigureInterval } from '@assay/metrics';
import { figure, table } from '../../cli/output';
import type { MetricsAnswer } from './answer';

/** Longer lists are for programs. */
const LISTED_MAX = 20;

/** Figures for a reader at a terminal: one line a figure, classes side by side, and why some are missing. */
export function describeAnswer(answer: MetricsAnswer): string {
  const { undefined: missing, intervals, ...figures } = answer;
  const rows = Object.entries(figures).flatMap(([key, value]) => rowsOf(key, value));
  const parts = [table(['FIGURE', 'VALUE'], rows)];
  if (intervals) {
    // The figures of one kind; `answer` is open for all kinds.
    const entries = Object.entries(intervals as Record<string, FigureInterval>);
    const lines = entries.map(([path, { low, high, says }]) => [path, range(low, high), says]);
    parts.push(table(['FIGURE', '95 % INTERVAL', 'HOW'], lines));
  }
  const reasons = Object.entries(missing);
  if (reasons.length > 0) parts.push(table(['UNDEFINED', 'WHY'], reasons));
  return parts.join('\n\n');
}

function range(low: number | null, high: number | null): string {
  return low === null || high === null ? '–' : `${figure(low)} … ${figure(high)}`;
}

function rowsOf(key: string, value: unknown): [string, string][] {
  if (value === null || typeof value === 'number') return [[key, figure(value)]];
  if (Array.isArray(value)) return listRows(key, value);
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([inner, more]) => rowsOf(`${key}.${inner}`, more));
  }
  return [[key, String(value)]];
}

function listRows(key: string, values: readonly unknown[]): [string, string][] {
  if (values.length > LISTED_MAX) return [[key, `${values.length} values: see --json`]];
  const isFlat = values.every((value) => value === null || typeof value === 'number');
  // Null or a number, as was just seen.
  if (isFlat) return [[key, values.map((value) => figure(value as number | null)).join(' ')]];
  return values.flatMap((value, i) => rowsOf(`${key}.${i}`, value));
}
