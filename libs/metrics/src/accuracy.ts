/** Share of the predictions that are right, 0-1. */
export function accuracy(truth: readonly number[], predicted: readonly number[]): number {
  assertSameLength(truth, predicted);
  if (truth.length === 0) throw new RangeError('accuracy of no predictions');
  const right = truth.reduce((count, label, i) => count + (label === predicted[i] ? 1 : 0), 0);
  return right / truth.length;
}

/** Fails when the two do not belong together. */
export function assertSameLength(truth: ArrayLike<unknown>, predicted: ArrayLike<unknown>): void {
  if (truth.length !== predicted.length) {
    throw new RangeError(`${truth.length} true labels but ${predicted.length} predictions`);
  }
}
