/** How many scores of each side fall into bins of equal width. */
export type Histogram = { edges: number[]; positives: number[]; negatives: number[] };

const BINS = 40;

/** The last bin holds its upper edge too. Equal scores alone make one bin around them. */
export function scoreHistogram(labels: ArrayLike<number>, scores: ArrayLike<number>, bins = BINS): Histogram {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    low = Math.min(low, scores[i] ?? low);
    high = Math.max(high, scores[i] ?? high);
  }
  if (!(low < high)) {
    low -= 0.5;
    high += 0.5;
  }
  const positives = new Array<number>(bins).fill(0);
  const negatives = new Array<number>(bins).fill(0);
  for (let i = 0; i < scores.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((((scores[i] ?? low) - low) / (high - low)) * bins));
    const side = labels[i] ? positives : negatives;
    side[bin] = (side[bin] ?? 0) + 1;
  }
  return {
    edges: Array.from({ length: bins + 1 }, (_, bin) => low + ((high - low) * bin) / bins),
    positives,
    negatives,
  };
}
