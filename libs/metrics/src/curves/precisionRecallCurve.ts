import { type CurveOptions, pick, thresholdAt, withZero } from './rocCurve';
import { thinCurve } from './thinCurve';
import type { ThresholdCounts } from './thresholdCounts';

/** Arrays of equal length, from the highest threshold down: recall rises. */
export type PrecisionRecallCurve = {
  /** The first is infinity: nothing is positive. */
  thresholds: number[];
  /** The first is 1 by convention, as with scikit-learn. */
  precision: number[];
  recall: number[];
  /** By how much the area under the straight lines between these points differs from that between all at the most. */
  areaError: number;
};

/**
 * Precision over recall, from (0, 1) on, a point for each score that occurs. Null without positives. Average precision
 * is the sum of its steps, not the area under straight lines.
 */
export function precisionRecallCurve(
  counts: ThresholdCounts,
  { points = Number.POSITIVE_INFINITY }: CurveOptions = {},
): PrecisionRecallCurve | null {
  const { positives, truePositives, falsePositives } = counts;
  if (positives === 0) return null;
  const recall = withZero(truePositives, positives);
  const precision = new Float64Array(recall.length).fill(1, 0, 1);
  for (let i = 1; i < precision.length; i++) {
    const hits = truePositives[i - 1] ?? 0;
    precision[i] = hits / (hits + (falsePositives[i - 1] ?? 0));
  }
  const { indices, areaError } = thinCurve({ x: recall, y: precision, points });
  return {
    thresholds: Array.from(indices, (i) => thresholdAt(counts, i)),
    precision: pick(precision, indices),
    recall: pick(recall, indices),
    areaError,
  };
}
