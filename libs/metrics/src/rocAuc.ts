import { eachAgainstRest, type SortedClasses, sortedClasses } from './ranking/sortedClasses';
import { mean } from './stats/mean';

/**
 * Area under the receiver operating characteristic, 0-1: the probability that a positive scores above a negative,
 * equal scores counting half (Mann-Whitney, midranks). Null when only one of the two occurs.
 *
 * @param labels true or 1 is positive
 * @throws RangeError for unequal lengths or a score that is NaN
 */
export function rocAuc(labels: ArrayLike<boolean | number>, scores: ArrayLike<number>): number | null {
  return rocAucOfSorted(sortedClasses(labels, scores));
}

/** The same of scores that are sorted already. */
export function rocAucOfSorted({ positives, negatives }: SortedClasses): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  let wins = 0;
  let below = 0;
  let upTo = 0;
  for (let start = 0; start < positives.length; ) {
    const score = positives[start] ?? 0;
    let end = start + 1;
    while (end < positives.length && positives[end] === score) end++;
    below = upTo;
    while (below < negatives.length && (negatives[below] ?? 0) < score) below++;
    upTo = below;
    while (upTo < negatives.length && negatives[upTo] === score) upTo++;
    wins += ((end - start) * (below + upTo)) / 2;
    start = end;
  }
  return wins / (positives.length * negatives.length);
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
  const perClass = Array.from(eachAgainstRest(truth, scores, classes), rocAucOfSorted);
  return { macroOvr: meanIfAll(perClass), perClass };
}

/** The mean, or null when one is missing: a mean over other classes would be another figure. */
export function meanIfAll(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === values.length && values.length > 0 ? mean(defined) : null;
}
