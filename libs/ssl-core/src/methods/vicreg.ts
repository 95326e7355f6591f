import type { VicregConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { embeddingStd } from '../losses/embeddingStd';
import { vicregTerms } from '../losses/vicreg';
import { pairDraws } from './draws/pair';
import { createEncoder } from './encoder';
import type { CreateMethod } from './method';

/**
 * VICReg: two views agree, each dimension of the embedding varies over the batch, and no two vary together. Bardes,
 * Ponce and LeCun 2021, arXiv 2105.04906 (equation 6); expander as in the authors' `main_vicreg.py`, without the biases
 * that their batch norm cancels.
 *
 * Shapes: N pictures, H, W sides, C channels, D the embedding.
 */
export const createVicreg: CreateMethod<VicregConfig> = (config, { backbone, rng }) => {
  const encoder = createEncoder(backbone, { widths: config.projector, rng, end: 'none' });

  return {
    name: 'vicreg',
    parameters: encoder.projector,
    ...pairDraws,
    loss([a_NHWC, b_NHWC]) {
      if (!a_NHWC || !b_NHWC) throw new Error('vicreg: two views needed');
      return tf.tidy(() => {
        // A pass for each view, as the authors': batch norm counts each view by itself.
        const [a_ND, b_ND] = [encoder.embed(a_NHWC, { training: true }), encoder.embed(b_NHWC, { training: true })];
        return block('loss', () => {
          const { invariance, variance, covariance } = vicregTerms(a_ND, b_ND);
          const spread = tf.add(tf.mul(variance, config.variance), tf.mul(covariance, config.covariance));
          const loss = tf.add<tf.Scalar>(tf.mul(invariance, config.invariance), spread);
          return { loss, invariance, variance, covariance, embeddingStd: embeddingStd(a_ND) };
        });
      });
    },
    dispose: encoder.disposeProjector,
  };
};
