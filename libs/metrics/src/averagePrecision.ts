import { type SortedClasses, sortedClasses } from './ranking/sortedClasses';

/**
 * Average precision, 0-1: precision at each score that occurs, weighted with the recall gained there. No interpolation,
 * as with scikit-learn. Null without positives, where recall does not exist.
 *
 * @param labels true or 1 is positive
 * @throws RangeError for unequal lengths or a score that is NaN
 */
export function averagePrecision(labels: ArrayLike<boolean | number>, scores: ArrayLike<number>): number | null {
  return averagePrecisionOfSorted(sortedClasses(labels, scores));
}

/** The same of scores that are sorted already. */
export function averagePrecisionOfSorted({ positives, negatives }: SortedClasses): number | null {
  if (positives.length === 0) return null;
  let sum = 0;
  let negative = negatives.length;
  for (let end = positives.length; end > 0; ) {
    const score = positives[end - 1] ?? 0;
    let start = end - 1;
    while (start > 0 && positives[start - 1] === score) start--;
    while (negative > 0 && (negatives[negative - 1] ?? 0) >= score) negative--;
    const hits = positives.length - start;
    sum += ((end - start) * hits) / (hits + negatives.length - negative);
    end = start;
  }
  return sum / positives.length;
}
