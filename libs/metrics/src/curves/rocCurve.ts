import { thinCurve } from './thinCurve';
import type { ThresholdCounts } from './thresholdCounts';

export type CurveOptions = {
  /** At most so many points; all without it. */
  points?: number;
};

/** Arrays of equal length, from the highest threshold down. */
export type RocCurve = {
  /** The first is infinity: nothing is positive. */
  thresholds: number[];
  falsePositiveRate: number[];
  truePositiveRate: number[];
  /** By how much the area under these points differs from that under all at the most. */
  areaError: number;
};

/**
 * Receiver operating characteristic, from (0, 0) to (1, 1), a point for each score that occurs. Null when only one of
 * the two classes occurs.
 */
export function rocCurve(
  counts: ThresholdCounts,
  { points = Number.POSITIVE_INFINITY }: CurveOptions = {},
): RocCurve | null {
  const { positives, negatives } = counts;
  if (positives === 0 || negatives === 0) return null;
  const x = withZero(counts.falsePositives, negatives);
  const y = withZero(counts.truePositives, positives);
  const { indices, areaError } = thinCurve({ x, y, points });
  return {
    thresholds: Array.from(indices, (i) => thresholdAt(counts, i)),
    falsePositiveRate: pick(x, indices),
    truePositiveRate: pick(y, indices),
    areaError,
  };
}

/** Counts as rates, after the 0 of a threshold that nothing reaches. */
export function withZero(counts: Float64Array, of: number): Float64Array {
  const rates = new Float64Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) rates[i + 1] = (counts[i] ?? 0) / of;
  return rates;
}

/** The threshold of a curve's point, where the first is the one that nothing reaches. */
export function thresholdAt({ thresholds }: ThresholdCounts, point: number): number {
  return point === 0 ? Number.POSITIVE_INFINITY : (thresholds[point - 1] ?? Number.NaN);
}

export function pick(values: ArrayLike<number>, indices: Uint32Array): number[] {
  return Array.from(indices, (i) => values[i] ?? Number.NaN);
}
