import type { MocoConfig } from '@assay/contracts';
import { block, normalise, tf } from '@assay/engine';
import { createScope, disposeParameters } from '../layers/parameters';
import { queueContrast } from '../losses/contrast';
import { embeddingStd } from '../losses/embeddingStd';
import { pairDraws } from './draws/pair';
import { createEncoder } from './encoder';
import type { CreateMethod } from './method';
import { createQueue } from './queue';
import { createTeacher } from './teacher';

/**
 * MoCo v2: a view finds the other view of its picture among the keys of many earlier steps, which a slowly following
 * encoder made. He et al. 2019, arXiv 1911.05722 (algorithm 1); Chen et al. 2020, arXiv 2003.04297; `builder.py` of the
 * authors' code.
 *
 * Not here: their shuffling batch norm (section 3.3), which moves a key to another GPU than its query, since batch norm
 * counts on each GPU alone. On one device all keys of a step share one set of statistics, in whatever order they come.
 * The consequence: with batch norm in the backbone, a key of this step differs from those in the queue by its batch's
 * statistics as well, which the network can learn to tell instead of the picture. A `contrastAccuracy` that shoots up
 * while the kNN accuracy falls is the sign of it (the paper's figure 7). A ViT has no batch norm, and no such leak.
 *
 * Shapes: N pictures, H, W sides, C channels, K keys in the queue, D the embedding.
 */
export const createMoco: CreateMethod<MocoConfig> = (config, { backbone, createBackbone, rng }) => {
  const mlp = { widths: config.projector, rng, hasHiddenNorm: false };
  const query = createEncoder(backbone, mlp);
  const keyBackbone = createBackbone(rng.fork('teacher'));
  const key = createEncoder(keyBackbone, mlp);
  const teacher = createTeacher(query.parameters, key.parameters);
  const scope = createScope({ rng });
  const queue = createQueue(scope, config.queue, config.projector.at(-1) ?? 1);

  return {
    name: 'moco',
    parameters: [...query.projector, ...teacher.parameters, ...scope.parameters],
    rates: { momentum: () => config.momentum },
    ...pairDraws,
    loss([query_NHWC, key_NHWC]) {
      if (!query_NHWC || !key_NHWC) throw new Error('moco: two views needed');
      return tf.tidy(() => {
        const query_ND = normalise(query.embed(query_NHWC, { training: true }));
        const key_ND = block('teacher', () => normalise(key.embed(key_NHWC, { training: true })));
        return block('loss', () => {
          const { temperature } = config;
          const contrast = queueContrast(query_ND, { key_ND, queue_KD: queue.keys_KD, temperature });
          queue.enqueue(key_ND); // after the loss: a key is no negative of its own query
          return { ...contrast, embeddingStd: embeddingStd(query_ND) };
        });
      });
    },
    /** The authors' code follows before the next step's keys: the same, but for a student that has not moved yet. */
    afterStep({ momentum }) {
      teacher.follow(momentum as tf.Scalar); // as: every rate is a scalar
    },
    dispose() {
      query.disposeProjector();
      key.disposeProjector();
      keyBackbone.dispose();
      disposeParameters(scope.parameters);
    },
  };
};
