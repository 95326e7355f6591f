import type { ThresholdCounts } from '@assay/metrics';

/**
 * A slider has a place for each decision that differs: place 0 calls everything positive, each further one leaves the
 * lowest score out, the last calls nothing positive. So a heavy tail of scores takes no more of it than what lies there.
 */
export function placeOfThreshold({ thresholds }: ThresholdCounts, threshold: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((thresholds[middle] ?? 0) >= threshold) low = middle + 1;
    else high = middle;
  }
  return thresholds.length - low;
}

/** The threshold of a place: the lowest score that it still calls positive, infinity when it calls none. */
export function thresholdOfPlace({ thresholds }: ThresholdCounts, place: number): number {
  return thresholds[thresholds.length - 1 - place] ?? Number.POSITIVE_INFINITY;
}
