import type { Side } from './rounds';

/** Figures are between 0 and 1 or of that size. */
const DIFFERENCE_MAX = 1e-6;

/** @throws Error that names the first figure in which two sides, or two runs of one, differ */
export function checkSameFigures(ours: Side, theirs: Side, differenceMax = DIFFERENCE_MAX): void {
  const expected = theirs.runs[0]?.figures ?? {};
  const keys = Object.keys(expected);
  if (keys.length === 0) throw new Error(`${theirs.name} gave no figures`);
  for (const { runs, name } of [ours, theirs]) {
    for (const { figures } of runs) {
      const key = keys.find((key) => !isSame(figures[key], expected[key], differenceMax));
      if (key !== undefined) {
        throw new Error(`${key}: ${name} says ${figures[key]}, ${theirs.name} says ${expected[key]}`);
      }
    }
  }
}

type Figure = number | null | undefined;

function isSame(a: Figure, b: Figure, differenceMax: number): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= differenceMax;
}
