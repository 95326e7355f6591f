import type { OrderedScores, Weighting } from '../stats/rankedFigures';

/** The best F1 of weighted pictures over all thresholds; null when no positive has weight. */
export function weightedF1Max({ order, isTied }: OrderedScores, { labels, weights }: Weighting): number | null {
  let positives = 0;
  for (let i = 0; i < order.length; i++) if (labels[i]) positives += weights[i] ?? 0;
  if (positives === 0) return null;
  let [hits, all, best] = [0, 0, 0];
  for (let place = order.length - 1; place >= 0; place--) {
    const index = order[place] ?? 0;
    const weight = weights[index] ?? 0;
    all += weight;
    if (labels[index]) hits += weight;
    if (!isTied[place]) best = Math.max(best, (2 * hits) / (all + positives));
  }
  return best;
}
