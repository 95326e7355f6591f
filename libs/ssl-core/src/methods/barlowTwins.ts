import type { BarlowTwinsConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { barlowTwins } from '../losses/barlowTwins';
import { embeddingStd } from '../losses/embeddingStd';
import { pairDraws } from './draws/pair';
import { createEncoder } from './encoder';
import type { CreateMethod } from './method';

/**
 * Barlow Twins: over a batch, each dimension of one view's embedding goes with the same dimension of the other's, and
 * with no other. Zbontar et al. 2021, arXiv 2103.03230; projector as in the authors' `main.py`: no biases.
 *
 * Shapes: N pictures, H, W sides, C channels, D the embedding.
 */
export const createBarlowTwins: CreateMethod<BarlowTwinsConfig> = (config, { backbone, rng }) => {
  const encoder = createEncoder(backbone, { widths: config.projector, rng, end: 'none' });

  return {
    name: 'barlowTwins',
    parameters: encoder.projector,
    ...pairDraws,
    loss([a_NHWC, b_NHWC]) {
      if (!a_NHWC || !b_NHWC) throw new Error('barlowTwins: two views needed');
      return tf.tidy(() => {
        // A pass for each view, as the authors': batch norm counts each view by itself.
        const [a_ND, b_ND] = [encoder.embed(a_NHWC, { training: true }), encoder.embed(b_NHWC, { training: true })];
        return block('loss', () => ({
          loss: barlowTwins(a_ND, b_ND, config.redundancyWeight),
          embeddingStd: embeddingStd(a_ND),
        }));
      });
    },
    dispose: encoder.disposeProjector,
  };
};
