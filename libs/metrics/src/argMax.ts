/** Index of the largest score; the lowest one on ties. NaN is refused, since no order can be told with it. */
export function argMax(scores: ArrayLike<number>): number {
  if (scores.length === 0) throw new RangeError('argMax of no scores');
  let best = 0;
  let bestScore = scores[0] ?? Number.NaN;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? Number.NaN;
    if (Number.isNaN(score)) throw new RangeError(`score ${i} is NaN`);
    if (score > bestScore) [best, bestScore] = [i, score];
  }
  return best;
}
