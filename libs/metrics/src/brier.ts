import { assertSameLength } from './accuracy';

/**
 * Brier score, 0 is best: for two classes the mean of (p1 - y)², at most 1; for more the squares summed over the classes
 * and averaged over the samples, at most 2 (Brier 1950).
 *
 * @param scores [N][classes], rows that sum to 1
 */
export function brier(truth: readonly number[], scores: readonly ArrayLike<number>[]): number {
  assertSameLength(truth, scores);
  if (truth.length === 0) throw new RangeError('Brier score of no samples');
  let sum = 0;
  for (const [i, row] of scores.entries()) {
    const from = row.length === 2 ? 1 : 0;
    for (let c = from; c < row.length; c++) sum += ((row[c] ?? 0) - (truth[i] === c ? 1 : 0)) ** 2;
  }
  return sum / truth.length;
}
