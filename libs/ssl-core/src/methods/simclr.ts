import type { SimclrConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { createMlp } from '../heads/mlp';
import { createScope, disposeParameters } from '../layers/parameters';
import { ntXent } from '../losses/ntXent';
import { pairDraws } from './draws/pair';
import type { CreateMethod } from './method';

/**
 * SimCLR: two random views of one picture shall find each other among all views of the batch.
 * Chen et al. 2020, arXiv 2002.05709.
 *
 * Shapes: N pictures, M = 2N views, H, W sides, C channels, F the backbone's features, D the embedding.
 */
export const createSimclr: CreateMethod<SimclrConfig> = (config, { backbone, rng }) => {
  const scope = createScope({ rng });
  const project = createMlp(scope.child('projector'), [backbone.featureDimension, ...config.projector]);

  return {
    name: 'simclr',
    parameters: scope.parameters,
    ...pairDraws,
    loss([a_NHWC, b_NHWC]) {
      if (!a_NHWC || !b_NHWC) throw new Error('simclr: two views needed');
      return tf.tidy(() => {
        // One pass over both: with a pass each, batch norm's statistics would give away which view is which.
        const x_MHWC = tf.concat([a_NHWC, b_NHWC], 0);
        const features_MF = backbone.features(x_MHWC, { training: true });
        const embeddings_MD = block('projector', () => project(features_MF, { training: true }));
        return block('loss', () => ntXent(embeddings_MD, config.temperature));
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};
