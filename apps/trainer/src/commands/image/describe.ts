import { figure, table } from '../../cli/output';
import type { ImageAnswer } from './operation';

/** Longer lists are for programs. */
const LISTED_MAX = 12;

/** The answers for a reader at a terminal, a picture after the other. */
export function describeImages(paths: readonly string[], answers: readonly ImageAnswer[]): string {
  return answers.map((answer, i) => [paths[i], describe(answer)].join('\n')).join('\n\n');
}

function describe(answer: ImageAnswer): string {
  return table(
    ['VALUE', 'IS'],
    Object.entries(answer).flatMap(([key, value]) => rowsOf(Array.isArray(answer) ? `[${key}]` : key, value)),
  );
}

function rowsOf(key: string, value: unknown): [string, string][] {
  if (typeof value === 'number') return [[key, figure(value)]];
  if (Array.isArray(value)) {
    if (value.every((entry) => typeof entry === 'number')) return [[key, list(value)]];
    const shown = value.slice(0, LISTED_MAX).flatMap((entry, i) => rowsOf(`${key}[${i}]`, entry));
    return value.length > LISTED_MAX ? [...shown, [key, `… ${value.length} in all (--json)`]] : shown;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, entry]) => rowsOf(`${key}.${name}`, entry));
  }
  return [[key, String(value)]];
}

function list(values: readonly number[]): string {
  const shown = values.slice(0, LISTED_MAX).map(figure).join(' ');
  return values.length > LISTED_MAX ? `${shown} … ${values.length} in all (--json)` : shown;
}
