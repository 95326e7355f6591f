import { mean, variance } from './mean';
import { studentTQuantile, twoSidedP } from './studentT';

export type WelchTest = { difference: number; low: number; high: number; t: number; df: number; p: number };

/**
 * Welch's test of equal means with unequal variances (Welch 1947): mean of a minus mean of b, its interval and the
 * two-sided p. Null when a side has fewer than two values or neither side varies, since then no spread can be told.
 */
export function welchTest(a: readonly number[], b: readonly number[], level = 0.95): WelchTest | null {
  const [varianceA, varianceB] = [variance(a), variance(b)];
  if (varianceA === null || varianceB === null) return null;
  const [errorA, errorB] = [varianceA / a.length, varianceB / b.length];
  const error = errorA + errorB;
  if (error === 0) return null;
  const difference = mean(a) - mean(b);
  const t = difference / Math.sqrt(error);
  const df = error ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1));
  const half = studentTQuantile((1 + level) / 2, df) * Math.sqrt(error);
  return { difference, low: difference - half, high: difference + half, t, df, p: twoSidedP(t, df) };
}
