import { assertSameLength } from './accuracy';
import { mean } from './stats/mean';

/**
 * Area under the receiver operating characteristic, 0-1: the probability that a positive scores above a negative,
 * equal scores counting half (Mann-Whitney, midranks). Null when only one of the two occurs.
 */
export function rocAuc(labels: readonly (boolean | number)[], scores: ArrayLike<number>): number | null {
  assertSameLength(labels, scores);
  const order = Array.from(labels, (_, i) => i).sort((a, b) => at(scores, a) - at(scores, b));
  const positives = labels.reduce<number>((count, label) => count + (label ? 1 : 0), 0);
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return null;

  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    const score = at(scores, order[start] ?? 0);
    let end = start;
    while (end < order.length && at(scores, order[end] ?? 0) === score) end++;
    const midrank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (labels[order[i] ?? 0]) rankSum += midrank;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * One class against the rest, for each class and averaged over them without weights.
 *
 * @param scores [N][classes]
 * @returns null for a class that never or always occurs, and for the mean when any class is null.
 */
export function rocAucOvr(
  truth: readonly number[],
  scores: readonly ArrayLike<number>[],
  classes: number,
): { macroOvr: number | null; perClass: (number | null)[] } {
  assertSameLength(truth, scores);
  const perClass = Array.from({ length: classes }, (_, c) =>
    rocAuc(
      truth.map((label) => label === c),
      scores.map((row) => row[c] ?? Number.NaN),
    ),
  );
  const defined = perClass.filter((value) => value !== null);
  return { macroOvr: defined.length === classes && classes > 0 ? mean(defined) : null, perClass };
}

function at(scores: ArrayLike<number>, index: number): number {
  const score = scores[index] ?? Number.NaN;
  if (Number.isNaN(score)) throw new RangeError(`score ${index} is NaN`);
  return score;
}
