import type { SimsiamConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { createMlp } from '../heads/mlp';
import { createScope, disposeParameters } from '../layers/parameters';
import { embeddingStd } from '../losses/embeddingStd';
import { negativeCosine } from '../losses/negativeCosine';
import { pairDraws } from './draws/pair';
import { createEncoder } from './encoder';
import type { CreateMethod } from './method';

/**
 * SimSiam: from one view, predict the embedding of the other, which counts as given. Chen and He 2020, arXiv 2011.10566
 * (equations 1 to 4); heads as in the authors' `simsiam/builder.py`.
 *
 * Shapes: N pictures, H, W sides, C channels, D the embedding.
 */
export const createSimsiam: CreateMethod<SimsiamConfig> = (config, { backbone, rng }) => {
  const encoder = createEncoder(backbone, { widths: config.projector, rng, end: 'fixedNorm' });
  const scope = createScope({ rng });
  const width = config.projector.at(-1) ?? 1;
  const predict =
    config.predictor === null ? null : createMlp(scope.child('predictor'), [width, config.predictor, width]);

  return {
    name: 'simsiam',
    parameters: [...encoder.projector, ...scope.parameters],
    ...pairDraws,
    loss([a_NHWC, b_NHWC]) {
      if (!a_NHWC || !b_NHWC) throw new Error('simsiam: two views needed');
      return tf.tidy(() => {
        // A pass for each view, as the authors': batch norm counts each view by itself.
        const [a_ND, b_ND] = [encoder.embed(a_NHWC, { training: true }), encoder.embed(b_NHWC, { training: true })];
        const predictOne = (z_ND: tf.Tensor2D) =>
          predict ? block('predictor', () => predict(z_ND, { training: true })) : z_ND;
        const [predictionA_ND, predictionB_ND] = [predictOne(a_ND), predictOne(b_ND)];
        return block('loss', () => {
          const both = tf.add(negativeCosine(predictionA_ND, b_ND), negativeCosine(predictionB_ND, a_ND));
          return { loss: tf.div<tf.Scalar>(both, 2), embeddingStd: embeddingStd(a_ND) };
        });
      });
    },
    dispose() {
      encoder.disposeProjector();
      disposeParameters(scope.parameters);
    },
  };
};
