import { normalQuantile, normalTwoSidedP } from './normal';
import { midranks } from './rankedFigures';
import { clopperPearsonInterval } from './rateInterval';
import { cannotSay, type Finding, LEVEL, sayDifference, type Wording, worded } from './says';

export type AurocInterval = {
  auroc: number | null;
  /** Of the area, by DeLong. */
  variance: number | null;
  low: number | null;
  high: number | null;
  kind: 'delong' | 'clopper-pearson';
  /** Why a number is missing. */
  reason: string | null;
};

/**
 * An area under the ROC curve with DeLong's variance (DeLong, DeLong and Clarke-Pearson 1988, in the fast form of Sun
 * and Xu 2014) and its interval on the logit scale, which stays within 0-1 and covers better near 1 (Pepe 2003,
 * section 5.2); `isLogit: false` gives the plain normal one, cut at 0 and 1.
 *
 * At an area of 0 or 1 the variance is 0. There the interval is Clopper and Pearson's of as many pairs as the rarer class
 * has pictures: pairs without a common picture are independent, and all of them were ordered alike. It is wide and sure.
 *
 * DeLong's does not apply to fewer than about 10 pictures of a class, neither to pictures that depend on each other.
 */
export function aurocInterval(
  labels: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
  { level = LEVEL, isLogit = true }: { level?: number; isLogit?: boolean } = {},
): AurocInterval {
  const parts = components(labels, [scores]);
  const auroc = parts.areas[0] ?? null;
  const missing = { auroc, variance: null, low: null, high: null, kind: 'delong' as const };
  if (auroc === null) return { ...missing, reason: 'only one class occurs' };
  if (parts.reason !== null) return { ...missing, reason: parts.reason };
  const variance = covariance(parts, 0, 0);
  if (auroc === 0 || auroc === 1) {
    const pairs = Math.min(parts.positive[0]?.length ?? 0, parts.negative[0]?.length ?? 0);
    const interval = clopperPearsonInterval(auroc * pairs, pairs, level);
    return { auroc, variance, ...interval, kind: 'clopper-pearson', reason: null };
  }
  if (variance === 0) {
    return { ...missing, variance, reason: 'every pair is ordered alike, so the spread cannot be told' };
  }
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  const found = { auroc, variance, kind: 'delong' as const, reason: null };
  if (!isLogit) return { ...found, low: Math.max(0, auroc - half), high: Math.min(1, auroc + half) };
  const logit = Math.log(auroc / (1 - auroc));
  const width = half / (auroc * (1 - auroc));
  const back = (value: number): number => 1 / (1 + Math.exp(-value));
  return { ...found, low: back(logit - width), high: back(logit + width) };
}

/**
 * DeLong's test of two areas under the ROC curve on the same pictures, whose correlation it takes into account.
 *
 * It does not apply to fewer than about 10 pictures of a class, to dependent pictures, to nested models fitted on the
 * same pictures (Demler et al. 2012), nor to training noise. Null when the difference does not vary, as for equal ranks.
 */
export function delongTest(
  labels: ArrayLike<number | boolean>,
  scores: { a: ArrayLike<number>; b: ArrayLike<number> },
  wording: Wording = {},
): Finding & { z: number | null } {
  const parts = components(labels, [scores.a, scores.b]);
  const [areaA, areaB] = parts.areas;
  if (areaA === undefined || areaB === undefined)
    return { ...cannotSay('only one class occurs', null, wording), z: null };
  const effect = areaA - areaB;
  if (parts.reason !== null) return { ...cannotSay(parts.reason, effect, wording), z: null };
  const variance = covariance(parts, 0, 0) + covariance(parts, 1, 1) - 2 * covariance(parts, 0, 1);
  // What is left of a difference of equal numbers is rounding.
  if (!(variance > 1e-18))
    return { ...cannotSay('the difference does not vary over the pictures', effect, wording), z: null };
  const z = effect / Math.sqrt(variance);
  const half = normalQuantile((1 + worded(wording).level) / 2) * Math.sqrt(variance);
  const [low, high, p] = [effect - half, effect + half, normalTwoSidedP(z)];
  return { effect, low, high, p, z, says: sayDifference({ effect, low, high, p, over: 'pictures' }, wording) };
}

/** Placements of each positive among the negatives and of each negative among the positives, a row a model. */
type Components = { areas: number[]; positive: Float64Array[]; negative: Float64Array[]; reason: string | null };

function components(labels: ArrayLike<number | boolean>, models: ArrayLike<number>[]): Components {
  const units = Array.from(labels, (_, i) => i);
  const [positives, negatives] = [units.filter((i) => labels[i]), units.filter((i) => !labels[i])];
  const [m, n] = [positives.length, negatives.length];
  const found: Components = { areas: [], positive: [], negative: [], reason: null };
  if (m === 0 || n === 0) return { ...found, reason: 'only one class occurs' };
  for (const scores of models) {
    if (scores.length !== labels.length) throw new RangeError(`${labels.length} labels but ${scores.length} scores`);
    const ranks = midranks(scores);
    const within = (own: number[]): Float64Array => midranks(own.map((i) => scores[i] ?? Number.NaN));
    const [ownPositive, ownNegative] = [within(positives), within(negatives)];
    const positive = ownPositive.map((own, i) => ((ranks[positives[i] ?? 0] ?? 0) - own) / n);
    found.positive.push(positive);
    found.negative.push(ownNegative.map((own, i) => 1 - ((ranks[negatives[i] ?? 0] ?? 0) - own) / m));
    found.areas.push(positive.reduce((sum, value) => sum + value, 0) / m);
  }
  return m < 2 || n < 2 ? { ...found, reason: 'a class has fewer than two pictures' } : found;
}

function covariance({ positive, negative }: Components, i: number, j: number): number {
  const part = (rows: Float64Array[]): number => {
    const [left, right] = [rows[i] ?? new Float64Array(), rows[j] ?? new Float64Array()];
    const n = left.length;
    const [meanLeft, meanRight] = [left, right].map((row) => row.reduce((sum, value) => sum + value, 0) / n);
    const sum = left.reduce((s, value, k) => s + (value - (meanLeft ?? 0)) * ((right[k] ?? 0) - (meanRight ?? 0)), 0);
    return sum / (n - 1) / n;
  };
  return part(positive) + part(negative);
}
