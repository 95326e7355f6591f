import { assertSameLength } from './accuracy';

/**
 * Mean negative logarithm of the true class's probability, natural, from 0. Probabilities are kept one rounding (2^-52) away from 0 and
 * 1, as in scikit-learn, so that one certain mistake is costly and not infinite.
 *
 * @param scores [N][classes], rows that sum to 1
 */
export function logLoss(truth: readonly number[], scores: readonly ArrayLike<number>[]): number {
  assertSameLength(truth, scores);
  if (truth.length === 0) throw new RangeError('log loss of no samples');
  let sum = 0;
  truth.forEach((label, i) => {
    const probability = scores[i]?.[label] ?? Number.NaN;
    sum -= Math.log(Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON));
  });
  return sum / truth.length;
}
