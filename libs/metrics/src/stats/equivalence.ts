import { mean, variance } from './mean';
import { pairDifferences } from './pairedTTest';
import { cannotSay, type Finding, number, percent, sayP, type Wording, worded } from './says';
import { studentTCdf, studentTQuantile } from './studentT';

export type Equivalence = Finding & {
  margin: number;
  /** Null when it cannot be told. */
  isEquivalent: boolean | null;
};

/**
 * Two one-sided tests (Schuirmann 1987) with Welch's variances: whether two means differ by less than a margin that was
 * stated before looking. `p` is the larger of the two one-sided p; low and high are the interval at twice the error
 * (90 % for a level of 95 %), which lies within the margin exactly when the test succeeds.
 *
 * It does not apply with a margin chosen after seeing the data, and failing it shows no difference either.
 */
export function welchEquivalence(
  { a, b, margin }: { a: readonly number[]; b: readonly number[]; margin: number },
  wording: Wording = {},
): Equivalence {
  const [varianceA, varianceB] = [variance(a), variance(b)];
  const effect = a.length > 0 && b.length > 0 ? mean(a) - mean(b) : null;
  if (varianceA === null || varianceB === null || effect === null)
    return cannot('fewer than two values on a side', { effect, margin }, wording);
  const [errorA, errorB] = [varianceA / a.length, varianceB / b.length];
  const error = errorA + errorB;
  if (error === 0) return cannot('nothing varies, so no spread can be told', { effect, margin }, wording);
  const df = error ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1));
  return decide({ effect, error: Math.sqrt(error), df, margin }, wording);
}

/** The same of pairs, as of two methods at the same seeds. */
export function pairedEquivalence(
  { a, b, margin }: { a: readonly number[]; b: readonly number[]; margin: number },
  wording: Wording = {},
): Equivalence {
  const differences = pairDifferences(a, b);
  const spread = variance(differences);
  const effect = differences.length > 0 ? mean(differences) : null;
  if (spread === null || effect === null) return cannot('fewer than two pairs', { effect, margin }, wording);
  if (spread === 0) return cannot('every pair differs alike, so no spread can be told', { effect, margin }, wording);
  const error = Math.sqrt(spread / differences.length);
  return decide({ effect, error, df: differences.length - 1, margin }, wording);
}

function decide(
  { effect, error, df, margin }: { effect: number; error: number; df: number; margin: number },
  wording: Wording,
): Equivalence {
  if (!(margin > 0)) throw new RangeError(`a margin of equivalence is above 0, not ${margin}`);
  const { a, b, level } = worded(wording);
  const half = studentTQuantile(level, df) * error;
  const [low, high] = [effect - half, effect + half];
  const p = Math.max(studentTCdf(-(effect + margin) / error, df), studentTCdf((effect - margin) / error, df));
  const isEquivalent = p < 1 - level;
  const found = `${a} − ${b} = ${number(effect)} (${percent(2 * level - 1)} interval ${number(low)} to ${number(high)}, ${sayP(p)})`;
  const says = isEquivalent
    ? `${a} and ${b} are equivalent within ±${number(margin)}: ${found}. This holds for a margin stated before looking.`
    : `Equivalence within ±${number(margin)} is not shown: ${found}. That does not say that they differ.`;
  return { effect, low, high, p, says, margin, isEquivalent };
}

function cannot(
  reason: string,
  { effect, margin }: { effect: number | null; margin: number },
  wording: Wording,
): Equivalence {
  return { ...cannotSay(reason, effect, wording), margin, isEquivalent: null };
}
