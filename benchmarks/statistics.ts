/** A median with its interval. */
export type Estimate = {
  median: number;
  /** Bounds of the interval. */
  low: number;
  high: number;
  /** Probability that the interval holds the true median, whatever the values are distributed like. */
  coverage: number;
};

/** @throws Error when there are no values */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new Error('the median of nothing');
  const sorted = ascending(values);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/**
 * The median and the narrowest pair of order statistics, as far from one end as from the other, that holds the true
 * median with at least this probability (the sign test turned round). Below six values no pair reaches 95 %: then it is
 * the smallest and the largest, and `coverage` says what they are worth.
 */
export function estimateMedian(values: readonly number[], coverageMin = 0.95): Estimate {
  const sorted = ascending(values);
  const n = sorted.length;
  let depth = 0;
  while (2 * (depth + 1) < n && coverageOf(n, depth + 1) >= coverageMin) depth++;
  return {
    median: medianOf(values),
    low: sorted[depth] ?? Number.NaN,
    high: sorted[n - 1 - depth] ?? Number.NaN,
    coverage: coverageOf(n, depth),
  };
}

/** How much faster we are: the median of the round by round ratios of seconds, theirs over ours. */
export function ratioOf(oursSeconds: readonly number[], theirsSeconds: readonly number[]): Estimate {
  if (oursSeconds.length !== theirsSeconds.length) throw new Error('rounds come in pairs');
  return estimateMedian(oursSeconds.map((ours, round) => (theirsSeconds[round] ?? Number.NaN) / ours));
}

/** Probability that the true median lies between the values at this depth from either end: 1 - 2 P(B(n, 1/2) <= depth). */
function coverageOf(n: number, depth: number): number {
  let choose = 1;
  let tail = 0;
  for (let k = 0; k <= depth; k++) {
    tail += choose / 2 ** n;
    choose = (choose * (n - k)) / (k + 1);
  }
  return Math.max(0, 1 - 2 * tail);
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
