import { columnSums, diagonal, rowSums } from './confusionMatrix';
import { mean } from './stats/mean';

/** One figure averaged three ways, and for each class in class order. */
export type AveragedFigure = { macro: number; micro: number; weighted: number; perClass: number[] };
export type PrecisionRecallF1 = { precision: AveragedFigure; recall: AveragedFigure; f1: AveragedFigure };

/**
 * Precision, recall and F1 of a confusion matrix (rows = truth), 0-1. All declared classes count; a share of nothing is
 * 0, as with scikit-learn's `zero_division=0`.
 */
export function precisionRecallF1(matrix: readonly (readonly number[])[]): PrecisionRecallF1 {
  const right = diagonal(matrix);
  const support = rowSums(matrix);
  const predicted = columnSums(matrix);
  const precision = right.map((count, i) => share(count, predicted[i] ?? 0));
  const recall = right.map((count, i) => share(count, support[i] ?? 0));
  const f1 = right.map((count, i) => share(2 * count, (predicted[i] ?? 0) + (support[i] ?? 0)));
  // One prediction a sample: every wrong one is a false positive of one class and a false negative of another.
  const micro = share(sum(right), sum(support));
  const average = (perClass: number[]): AveragedFigure => ({
    macro: mean(perClass),
    micro,
    weighted: share(sum(perClass.map((value, i) => value * (support[i] ?? 0))), sum(support)),
    perClass,
  });
  return { precision: average(precision), recall: average(recall), f1: average(f1) };
}

/** Mean recall of the classes that occur in the truth, 0-1. */
export function balancedAccuracy(matrix: readonly (readonly number[])[]): number {
  const right = diagonal(matrix);
  const recalls = rowSums(matrix).flatMap((support, i) => (support > 0 ? [(right[i] ?? 0) / support] : []));
  if (recalls.length === 0) throw new RangeError('balanced accuracy of no samples');
  return mean(recalls);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
