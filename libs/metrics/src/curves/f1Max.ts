import type { SortedClasses } from '../ranking/sortedClasses';
import { f1At } from './f1Curve';
import type { ThresholdCounts } from './thresholdCounts';

export type F1Max = {
  value: number;
  /** A score that occurs: the lowest that gives this value. Positive = score ≥ threshold. */
  threshold: number;
};

/** The best F1 over all thresholds. Null without positives. */
export function f1Max(counts: ThresholdCounts): F1Max | null {
  if (counts.positives === 0) return null;
  const best: F1Max = { value: -1, threshold: Number.NaN };
  for (let k = 0; k < counts.thresholds.length; k++) {
    const value = f1At(counts, k);
    if (value >= best.value) {
      best.value = value;
      best.threshold = counts.thresholds[k] ?? Number.NaN;
    }
  }
  return best;
}

/** The same of scores that are sorted already, without a list of all thresholds. */
export function f1MaxOfSorted({ positives, negatives }: SortedClasses): F1Max | null {
  if (positives.length === 0) return null;
  const best: F1Max = { value: -1, threshold: Number.NaN };
  let negative = negatives.length;
  // The threshold is a positive's score: at a negative's there would be as many hits and more false alarms.
  for (let end = positives.length; end > 0; ) {
    const threshold = positives[end - 1] ?? 0;
    let start = end - 1;
    while (start > 0 && positives[start - 1] === threshold) start--;
    while (negative > 0 && (negatives[negative - 1] ?? 0) >= threshold) negative--;
    const hits = positives.length - start;
    const value = (2 * hits) / (hits + negatives.length - negative + positives.length);
    if (value >= best.value) {
      best.value = value;
      best.threshold = threshold;
    }
    end = start;
  }
  return best;
}
