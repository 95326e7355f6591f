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
