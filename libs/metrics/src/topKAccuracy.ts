import { assertSameLength } from './accuracy';

/**
 * Share of the samples whose true class is among the k highest scores, 0-1. Of equal scores the lower index is higher, as in the
 * predicted class, so that k = 1 is the accuracy; scikit-learn has it the other way round.
 *
 * @param scores [N][classes]
 * @param k 1 to the number of classes
 */
export function topKAccuracy(truth: readonly number[], scores: readonly ArrayLike<number>[], k: number): number {
  assertSameLength(truth, scores);
  if (truth.length === 0) throw new RangeError('top-k accuracy of no samples');
  let hits = 0;
  truth.forEach((label, i) => {
    if (rankOf(label, scores[i] ?? []) < k) hits++;
  });
  return hits / truth.length;
}

/** How many classes stand before this one, by score and then by index. */
function rankOf(label: number, row: ArrayLike<number>): number {
  const own = row[label] ?? Number.NaN;
  let before = 0;
  for (let c = 0; c < row.length; c++) {
    const score = row[c] ?? Number.NaN;
    if (score > own || (score === own && c < label)) before++;
  }
  return before;
}
