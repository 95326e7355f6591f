import { binomialCdf, binomialProbability } from './binomial';
import { normalQuantile, normalTwoSidedP } from './normal';
import type { Interval } from './resample';
import { cannotSay, type Finding, LEVEL, sayDifference, type Wording, worded } from './says';

export type McNemarTest = Finding & {
  onlyA: number;
  onlyB: number;
  n: number;
  /** Between exact and chi-square: holds its level on average, seldom above it (Fagerland et al. 2013). */
  midP: number | null;
  /** With Edwards' correction; null without a picture on which only one is right. */
  chiSquare: { statistic: number; p: number } | null;
};

/**
 * McNemar's test (1947) of two models on the same pictures: only those on which exactly one is right tell them apart.
 * `p` is the exact binomial one. The effect is the difference of the rates with Tango's score interval (1998).
 *
 * It does not apply to models tested on different pictures, nor where pictures depend on each other (several of one
 * part), nor to training noise: it speaks of these two models.
 *
 * @param counts of pictures: right in a alone, right in b alone, all
 */
export function mcnemarTest(
  { onlyA, onlyB, n }: { onlyA: number; onlyB: number; n: number },
  wording: Wording = {},
): McNemarTest {
  const isCount = [onlyA, onlyB, n].every((value) => Number.isInteger(value) && value >= 0);
  if (!isCount || onlyA + onlyB > n) throw new RangeError(`${onlyA} and ${onlyB} of ${n} are no counts of pictures`);
  const counts = { onlyA, onlyB, n };
  if (n === 0) return { ...cannotSay('there are no pictures', null, wording), ...counts, midP: null, chiSquare: null };
  const { level } = worded(wording);
  const apart = onlyA + onlyB;
  const rarer = Math.min(onlyA, onlyB);
  const tail = binomialCdf(rarer, apart, 0.5);
  const probability = binomialProbability(rarer, apart, 0.5);
  const p = Math.min(1, 2 * tail);
  const midP = onlyA === onlyB ? 1 - probability / 2 : 2 * tail - probability;
  const statistic = apart === 0 ? null : Math.max(0, Math.abs(onlyA - onlyB) - 1) ** 2 / apart;
  const effect = (onlyA - onlyB) / n;
  const { low, high } = tangoInterval(counts, level);
  return {
    effect,
    low,
    high,
    p,
    says: sayDifference({ effect, low, high, p, over: 'pictures' }, wording),
    ...counts,
    midP,
    chiSquare: statistic === null ? null : { statistic, p: normalTwoSidedP(Math.sqrt(statistic)) },
  };
}

/** Pictures right in one of the two alone, from each model's right and wrong. */
export function discordance(a: readonly boolean[], b: readonly boolean[]): { onlyA: number; onlyB: number; n: number } {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} pictures are not the same pictures`);
  let [onlyA, onlyB] = [0, 0];
  for (const [i, isRight] of a.entries()) {
    if (isRight && !b[i]) onlyA++;
    if (!isRight && b[i]) onlyB++;
  }
  return { onlyA, onlyB, n: a.length };
}

/**
 * The score interval of a difference of paired rates (Tango 1998, Statistics in Medicine 17:891): all differences that
 * the score test does not reject, found by bisection.
 */
export function tangoInterval(
  { onlyA, onlyB, n }: { onlyA: number; onlyB: number; n: number },
  level = LEVEL,
): Interval {
  const limit = normalQuantile((1 + level) / 2);
  const score = (difference: number): number => {
    const linear = -onlyA - onlyB + (2 * n - onlyA + onlyB) * difference;
    const constant = -onlyB * difference * (1 - difference);
    const root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
    const rarer = Math.max(0, (root - linear) / (4 * n));
    const variance = n * (2 * rarer + difference * (1 - difference));
    const distance = onlyA - onlyB - n * difference;
    return variance > 0 ? distance / Math.sqrt(variance) : Math.sign(distance) * Number.MAX_VALUE;
  };
  const effect = (onlyA - onlyB) / n;
  return {
    low: bisect(-1, effect, (difference) => score(difference) > limit),
    high: bisect(effect, 1, (difference) => score(difference) >= -limit),
  };
}

/** Where a condition that holds at the low end ceases to hold. */
function bisect(from: number, to: number, holds: (x: number) => boolean): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
