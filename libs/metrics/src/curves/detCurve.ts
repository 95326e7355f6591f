import { type CurveOptions, pick, thresholdAt, withZero } from './rocCurve';
import { thinCurve } from './thinCurve';
import type { ThresholdCounts } from './thresholdCounts';

/** Arrays of equal length, from the highest threshold down. */
export type DetCurve = {
  /** The first is infinity where the highest score is a negative's. */
  thresholds: number[];
  falsePositiveRate: number[];
  falseNegativeRate: number[];
  /** By how much the area under these points differs from that under all at the most. */
  areaError: number;
};

/**
 * Detection error tradeoff (Martin et al. 1997): missed positives over false alarms. It begins at the last threshold
 * without a false alarm and ends at the first without a miss, as with scikit-learn; what lies outside has no place on
 * the axes of normal deviates that it is drawn on. Null when only one of the two classes occurs.
 */
export function detCurve(
  counts: ThresholdCounts,
  { points = Number.POSITIVE_INFINITY }: CurveOptions = {},
): DetCurve | null {
  const { positives, negatives } = counts;
  if (positives === 0 || negatives === 0) return null;
  const alarms = withZero(counts.falsePositives, negatives);
  const hits = withZero(counts.truePositives, positives);
  const start = alarms.lastIndexOf(0);
  const end = hits.indexOf(1) + 1;
  const x = alarms.subarray(start, end);
  const y = hits.subarray(start, end).map((rate) => 1 - rate);
  const { indices, areaError } = thinCurve({ x, y, points });
  return {
    thresholds: Array.from(indices, (i) => thresholdAt(counts, start + i)),
    falsePositiveRate: pick(x, indices),
    falseNegativeRate: pick(y, indices),
    areaError,
  };
}
