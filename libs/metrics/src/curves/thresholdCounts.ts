import { type SortedClasses, type SortedValues, sortedClasses } from '../ranking/sortedClasses';

/**
 * What lies at or above each score that occurs, from the highest down: all curves, and every choice of a threshold, are
 * read from it. Positive means score ≥ threshold.
 */
export type ThresholdCounts = {
  /** [K] the scores that occur, descending. */
  thresholds: Float64Array;
  /** [K] positives that score at least so much. */
  truePositives: Float64Array;
  /** [K] negatives that score at least so much. */
  falsePositives: Float64Array;
  positives: number;
  negatives: number;
};

/**
 * @param labels true or 1 is positive
 * @throws RangeError for unequal lengths or a score that is NaN
 */
export function thresholdCounts(labels: ArrayLike<boolean | number>, scores: ArrayLike<number>): ThresholdCounts {
  return thresholdCountsOfSorted(sortedClasses(labels, scores));
}

/** The same of scores that are sorted already. */
export function thresholdCountsOfSorted({ positives, negatives }: SortedClasses): ThresholdCounts {
  const size = countDistinct(positives, negatives);
  const thresholds = new Float64Array(size);
  const truePositives = new Float64Array(size);
  const falsePositives = new Float64Array(size);
  let p = positives.length;
  let n = negatives.length;
  for (let k = 0; k < size; k++) {
    const score = Math.max(positives[p - 1] ?? Number.NEGATIVE_INFINITY, negatives[n - 1] ?? Number.NEGATIVE_INFINITY);
    while (p > 0 && positives[p - 1] === score) p--;
    while (n > 0 && negatives[n - 1] === score) n--;
    thresholds[k] = score;
    truePositives[k] = positives.length - p;
    falsePositives[k] = negatives.length - n;
  }
  return { thresholds, truePositives, falsePositives, positives: positives.length, negatives: negatives.length };
}

function countDistinct(a: SortedValues, b: SortedValues): number {
  let count = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; count++) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
  }
  return count;
}
