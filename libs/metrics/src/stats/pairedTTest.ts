import { mean, standardDeviation } from './mean';
import { cannotSay, type Finding, sayDifference, type Wording, worded } from './says';
import { studentTQuantile, twoSidedP } from './studentT';

export type PairedTTest = Finding & { t: number | null; df: number | null };

/**
 * Paired t test (Student 1908) of figures that belong together one by one, as of two methods at the same seeds: what a
 * seed does to both (split, order, initial weights) cancels.
 *
 * It does not apply to values that are not pairs, nor to folds of one cross-validation, whose training sets overlap:
 * `resampledTTest` is for these. Few pairs need differences that are roughly normal. Null when none varies.
 */
export function pairedTTest(a: readonly number[], b: readonly number[], wording: Wording = {}): PairedTTest {
  const differences = pairDifferences(a, b);
  if (differences.length < 2) {
    const effect = differences[0] ?? null;
    return { ...cannotSay('fewer than two pairs', effect, wording), t: null, df: null };
  }
  const [effect, std] = [mean(differences), standardDeviation(differences) ?? 0];
  if (std === 0)
    return { ...cannotSay('every pair differs alike, so no spread can be told', effect, wording), t: null, df: null };
  return tFinding(
    { effect, error: std / Math.sqrt(differences.length), df: differences.length - 1, over: 'seeds' },
    wording,
  );
}

/**
 * First minus second, pair by pair. Decimals that differ by the same amount (0.82 - 0.8 and 0.81 - 0.79) give the same
 * number: what rounding leaves is cut at 44 bits below the largest value, so that ties are ties.
 *
 * @throws RangeError when the two are not of one length
 */
export function pairDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} values are no pairs`);
  const largest = [...a, ...b].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const step = largest > 0 && Number.isFinite(largest) ? 2 ** (Math.ceil(Math.log2(largest)) - 44) : 1;
  return a.map((value, i) => Math.round((value - (b[i] ?? Number.NaN)) / step) * step);
}

/** Interval, p and words of an effect with its standard error by Student's t. */
export function tFinding(
  { effect, error, df, over }: { effect: number; error: number; df: number; over: 'seeds' | 'folds' },
  wording: Wording,
): PairedTTest & { t: number; df: number } {
  const half = studentTQuantile((1 + worded(wording).level) / 2, df) * error;
  const t = effect / error;
  const [low, high, p] = [effect - half, effect + half, twoSidedP(t, df)];
  return { effect, low, high, p, t, df, says: sayDifference({ effect, low, high, p, over }, wording) };
}
