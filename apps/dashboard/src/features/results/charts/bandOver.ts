import { atThreshold } from '@assay/metrics';
import type { Bands } from '../figures/bands';
import type { Ranking } from '../figures/ranking';
import type { BandPoint } from './RateCurve';

type BandedRate = 'recall' | 'precision' | 'overkillRate';

/** The band of one rate over another, at the thresholds that it was computed for. */
export function bandOver(input: {
  ranking: Ranking;
  bands: Bands | null;
  x: BandedRate;
  y: BandedRate | 'escapeRate';
}): BandPoint[] {
  const { ranking, bands, x, y } = input;
  if (bands === null) return [];
  return bands.thresholds.flatMap((threshold, k) => {
    const place = atThreshold(ranking.counts, threshold)[x];
    const found = bands[y === 'escapeRate' ? 'recall' : y][k];
    if (place === null || !found) return [];
    // What escapes is what is not recalled.
    const { low, high } = y === 'escapeRate' ? { low: 1 - found.high, high: 1 - found.low } : found;
    return [{ x: place, low, high }];
  });
}
