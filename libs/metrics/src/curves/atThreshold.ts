import type { ThresholdCounts } from './thresholdCounts';

/** What a threshold does to the pieces that were measured. A rate whose denominator is 0 is null. */
export type ThresholdFigures = {
  threshold: number;
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  /** Share of the positives (defective pieces) that pass. */
  escapeRate: number | null;
  /** Share of the negatives (sound pieces) that are thrown out. */
  overkillRate: number | null;
};

/** Counts and rates where positive = score ≥ threshold. @param threshold any number, infinity included */
export function atThreshold(counts: ThresholdCounts, threshold: number): ThresholdFigures {
  if (Number.isNaN(threshold)) throw new RangeError('a threshold is a number, not NaN');
  return atIndex(counts, { reached: countReached(counts.thresholds, threshold), threshold });
}

/** The same where the first `reached` of the scores that occur are positive. */
export function atIndex(
  counts: ThresholdCounts,
  { reached, threshold }: { reached: number; threshold: number },
): ThresholdFigures {
  const truePositives = reached > 0 ? (counts.truePositives[reached - 1] ?? 0) : 0;
  const falsePositives = reached > 0 ? (counts.falsePositives[reached - 1] ?? 0) : 0;
  const falseNegatives = counts.positives - truePositives;
  return {
    threshold,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives: counts.negatives - falsePositives,
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, counts.positives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    escapeRate: share(falseNegatives, counts.positives),
    overkillRate: share(falsePositives, counts.negatives),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** How many of the descending scores are at least so high. */
function countReached(thresholds: Float64Array, threshold: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((thresholds[middle] ?? 0) >= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
