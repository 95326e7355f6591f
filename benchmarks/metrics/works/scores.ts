import { join } from 'node:path';
import { averagePrecision, createRandom, rocAuc } from '@assay/metrics';
import type { MetricsWork } from '../works';
import { readBuffer, writeNumbers } from './bytes';

const SAMPLES = 10_000_000;
const SAMPLES_QUICK = 1_000_000;
const POSITIVE_SHARE = 0.1;

/** The area under the ROC curve and average precision of 10 million samples in memory, hardly two of equal score. */
export const scores: MetricsWork = {
  peers: ['scikit-learn'],
  parts: { rocAuc: ['rocAuc'], averagePrecision: ['averagePrecision'] },
  async prepare(folder, isQuick) {
    const random = createRandom(2);
    const labels = Uint8Array.from({ length: isQuick ? SAMPLES_QUICK : SAMPLES }, () =>
      random() < POSITIVE_SHARE ? 1 : 0,
    );
    const values = Float64Array.from(labels, (label) => random() + random() + 0.3 * label);
    return {
      labels: writeNumbers(join(folder, 'labels'), labels),
      scores: writeNumbers(join(folder, 'scores'), values),
    };
  },
  async measure(input) {
    const labels = new Uint8Array(readBuffer(String(input.labels)));
    const values = new Float64Array(readBuffer(String(input.scores)));
    const startedAt = performance.now();
    const area = rocAuc(labels, values);
    const areaAt = performance.now();
    const precision = averagePrecision(labels, values);
    const seconds = {
      rocAuc: (areaAt - startedAt) / 1000,
      averagePrecision: (performance.now() - areaAt) / 1000,
    };
    return { seconds, figures: { rocAuc: area, averagePrecision: precision } };
  },
};
