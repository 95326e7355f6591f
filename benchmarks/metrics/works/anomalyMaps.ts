import { aupro } from '@assay/metrics';
import type { MetricsWork } from '../works';
import { readAnomalyInput, setOf, writeAnomalyInput } from './anomalyInput';

const PICTURES = 100;
const PICTURES_QUICK = 20;

/** The per-region overlap of 100 maps of 256 × 256 pixels, from arrays in memory on. */
export const anomalyMaps: MetricsWork = {
  peers: ['anomalib'],
  // Its sums are float32.
  differenceMax: 1e-5,
  parts: { aupro: ['aupro'] },
  prepare: async (folder, isQuick) => writeAnomalyInput(folder, isQuick ? PICTURES_QUICK : PICTURES),
  async measure(input) {
    const arrays = readAnomalyInput(input);
    const startedAt = performance.now();
    const overlap = aupro(setOf(arrays));
    return { seconds: { aupro: (performance.now() - startedAt) / 1000 }, figures: { aupro: overlap } };
  },
};
