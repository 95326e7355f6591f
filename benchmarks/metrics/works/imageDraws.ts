import { join } from 'node:path';
import { createRandom, imageIntervals, rocAuc } from '@assay/metrics';
import type { MetricsWork } from '../works';
import { readBuffer, writeNumbers } from './bytes';

const PICTURES = 1000;
const DRAWS = 2000;
const DRAWS_QUICK = 200;

/**
 * Bootstrap intervals of a thousand pictures: ours sorts once and gives area, average precision and best F1 in each draw
 * (with the correction for skew, which leaves each picture out once); the peer computes the area alone, anew.
 */
export const imageDraws: MetricsWork = {
  peers: ['scikit-learn'],
  parts: { draws: ['draws'] },
  async prepare(folder, isQuick) {
    const random = createRandom(4);
    const labels = Uint8Array.from({ length: PICTURES }, () => (random() < 0.3 ? 1 : 0));
    const values = Float64Array.from(labels, (label) => random() + random() + 0.5 * label);
    return {
      labels: writeNumbers(join(folder, 'labels'), labels),
      scores: writeNumbers(join(folder, 'scores'), values),
      draws: isQuick ? DRAWS_QUICK : DRAWS,
    };
  },
  async measure(input) {
    const labels = new Uint8Array(readBuffer(String(input.labels)));
    const values = new Float64Array(readBuffer(String(input.scores)));
    const startedAt = performance.now();
    imageIntervals(labels, values, { rounds: Number(input.draws) });
    const seconds = { draws: (performance.now() - startedAt) / 1000 };
    return { seconds, figures: { rocAuc: rocAuc(labels, values) } };
  },
};
