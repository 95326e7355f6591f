/** How far a row's sum may lie from 1, and a value outside 0-1: what rounding to three places leaves. */
const TOLERANCE = 0.001;
/** A sum of a few decimals, 1.001 for instance, may miss the bound by its last digits. */
const SLACK = 1e-12;

/** Why the rows are not probabilities, naming the first that is not; null when all are. @param scores [N][classes] */
export function notProbabilities(scores: readonly ArrayLike<number>[]): string | null {
  for (const [i, row] of scores.entries()) {
    let sum = 0;
    for (let c = 0; c < row.length; c++) {
      const value = row[c] ?? 0;
      if (value < -TOLERANCE - SLACK || value > 1 + TOLERANCE + SLACK) {
        return `scores are not probabilities: scores[${i}][${c}] is ${value}`;
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > TOLERANCE + SLACK) {
      return `scores are not probabilities: scores[${i}] sums to ${Number(sum.toPrecision(6))}`;
    }
  }
  return null;
}
