/** Scores sorted once, so that a figure under other weights takes one walk. */
export type OrderedScores = {
  /** Indices by ascending score. */
  order: Uint32Array;
  /** For each place in `order` whether the score is that of the place before. */
  isTied: Uint8Array;
};

/** @throws RangeError on a score that is NaN */
export function orderScores(scores: ArrayLike<number>): OrderedScores {
  const values = Float64Array.from(scores);
  const nan = values.findIndex(Number.isNaN);
  if (nan >= 0) throw new RangeError(`score ${nan} is NaN`);
  const at = (index: number): number => values[index] ?? 0;
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => at(a) - at(b) || a - b);
  const isTied = Uint8Array.from(order, (index, place) =>
    place > 0 && at(order[place - 1] ?? 0) === at(index) ? 1 : 0,
  );
  return { order, isTied };
}

export type Weighting = { labels: ArrayLike<number | boolean>; weights: ArrayLike<number> };

/** Area under the ROC curve of weighted pictures, equal scores counting half; null when one class has no weight. */
export function weightedAuroc({ order, isTied }: OrderedScores, { labels, weights }: Weighting): number | null {
  let [positives, negatives, pairs] = [0, 0, 0];
  let [tiedPositives, tiedNegatives] = [0, 0];
  for (let place = 0; place < order.length; place++) {
    if (!isTied[place]) {
      pairs += tiedPositives * (negatives + tiedNegatives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
      tiedPositives = 0;
      tiedNegatives = 0;
    }
    const index = order[place] ?? 0;
    if (labels[index]) tiedPositives += weights[index] ?? 0;
    else tiedNegatives += weights[index] ?? 0;
  }
  pairs += tiedPositives * (negatives + tiedNegatives / 2);
  positives += tiedPositives;
  negatives += tiedNegatives;
  return positives > 0 && negatives > 0 ? pairs / (positives * negatives) : null;
}

/** Average precision (step sum without interpolation) of weighted pictures; null when no positive has weight. */
export function weightedAveragePrecision(
  { order, isTied }: OrderedScores,
  { labels, weights }: Weighting,
): number | null {
  let [positives, all, sum] = [0, 0, 0];
  let [tiedPositives, tied] = [0, 0];
  for (let place = order.length - 1; place >= 0; place--) {
    const index = order[place] ?? 0;
    const weight = weights[index] ?? 0;
    tied += weight;
    if (labels[index]) tiedPositives += weight;
    if (isTied[place]) continue;
    positives += tiedPositives;
    all += tied;
    if (tiedPositives > 0) sum += (tiedPositives * positives) / all;
    tiedPositives = 0;
    tied = 0;
  }
  return positives > 0 ? sum / positives : null;
}

/** Ranks from 1, equal scores sharing the mean of theirs. */
export function midranks(scores: ArrayLike<number>): Float64Array {
  const { order, isTied } = orderScores(scores);
  const ranks = new Float64Array(order.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (isTied[end]) end++;
    for (let place = start; place < end; place++) ranks[order[place] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
