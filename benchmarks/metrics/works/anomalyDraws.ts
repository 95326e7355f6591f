import { aupro, pixelIntervals } from '@assay/metrics';
import type { MetricsWork } from '../works';
import { readAnomalyInput, setOf, writeAnomalyInput } from './anomalyInput';

const PICTURES = 100;
const PICTURES_QUICK = 20;
/** As many as a peer that begins anew with each can compute in the time: an interval has 2,000. */
const DRAWS = 5;

/**
 * A bootstrap of 100 maps of 256 × 256 pixels by picture, cut short to five draws: ours sorts once and gives four figures
 * in each draw (and 100 more with each picture left out, for the correction for skew); the peer computes the per-region
 * overlap of each draw anew.
 */
export const anomalyDraws: MetricsWork = {
  peers: ['anomalib'],
  differenceMax: 1e-5,
  parts: { draws: ['draws'] },
  prepare: async (folder, isQuick) => ({
    ...writeAnomalyInput(folder, isQuick ? PICTURES_QUICK : PICTURES),
    draws: DRAWS,
  }),
  async measure(input) {
    const set = setOf(readAnomalyInput(input));
    const startedAt = performance.now();
    pixelIntervals(set, { rounds: Number(input.draws) });
    return { seconds: { draws: (performance.now() - startedAt) / 1000 }, figures: { aupro: aupro(set) } };
  },
};
