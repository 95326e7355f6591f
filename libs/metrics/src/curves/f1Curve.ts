import { type CurveOptions, pick } from './rocCurve';
import { thinCurve } from './thinCurve';
import type { ThresholdCounts } from './thresholdCounts';

/** Arrays of equal length, from the highest threshold down. */
export type F1Curve = {
  thresholds: number[];
  f1: number[];
  /** By how much the area differs at the most, where the thresholds' range counts as 1. */
  areaError: number;
};

/** F1 at each score that occurs. Null without positives. */
export function f1Curve(
  counts: ThresholdCounts,
  { points = Number.POSITIVE_INFINITY }: CurveOptions = {},
): F1Curve | null {
  const { thresholds, positives } = counts;
  if (positives === 0) return null;
  const f1 = Float64Array.from(thresholds, (_, k) => f1At(counts, k));
  const lowest = thresholds.at(-1) ?? 0;
  const range = (thresholds[0] ?? 0) - lowest;
  const x = thresholds.map((threshold) => (range > 0 ? (threshold - lowest) / range : 0));
  const { indices, areaError } = thinCurve({ x, y: f1, points });
  return { thresholds: pick(thresholds, indices), f1: pick(f1, indices), areaError };
}

/** F1 at the threshold of an index: 2 hits / (2 hits + misses + false alarms). */
export function f1At({ truePositives, falsePositives, positives }: ThresholdCounts, k: number): number {
  const hits = truePositives[k] ?? 0;
  return (2 * hits) / (hits + (falsePositives[k] ?? 0) + positives);
}
