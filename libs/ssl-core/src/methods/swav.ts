import type { SwavConfig } from '@assay/contracts';
import { block, normalise, softmax, stopGradient, tf } from '@assay/engine';
import { createMlp } from '../heads/mlp';
import { uniformFanIn, zeros } from '../layers/initialisers';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { crossViewLoss } from '../losses/crossView';
import { meanEntropy } from '../losses/entropy';
import { sinkhorn } from '../losses/sinkhorn';
import { multiCropDraws } from './draws/multiCrop';
import type { CreateMethod, RateOf } from './method';
import { checkSmallCrops, multiCropFeatures } from './multiCrop';

/**
 * SwAV: pictures are assigned to prototypes, evenly, and from every view the prototypes of the other whole view are
 * foretold. Caron et al. 2020, arXiv 2006.09882; order of a step and names as in the authors' main_swav.py.
 *
 * Shapes: N pictures, V views, M = V N, P = 2N, D the embedding, K prototypes, L length of a queue.
 */
export const createSwav: CreateMethod<SwavConfig> = (config, { backbone, rng, views }) => {
  checkSmallCrops(backbone, views);
  const dimension = config.projector.at(-1) ?? 0;
  const scope = createScope({ rng });
  const project = createMlp(scope.child('projection_head'), [backbone.featureDimension, ...config.projector]);
  const prototypes_KD = scope.parameter<tf.Rank.R2>({
    name: 'prototypes.weight',
    shape: [config.prototypes, dimension],
    init: uniformFanIn(dimension),
    hasDecay: true,
    gate: 'prototypesLearn',
  });
  const queues = config.queue ? createQueues(scope, config.queue.length, dimension) : null;

  return {
    name: 'swav',
    parameters: scope.parameters,
    ...multiCropDraws,
    rates: swavRates(config),
    loss(views_NHWC, { queueFills }) {
      const count = views_NHWC[0]?.shape[0] ?? 0;
      if (views_NHWC.length < 2) throw new Error('swav: two views needed');
      return tf.tidy(() => {
        // Of length 1 before they are used, and left so: the gradient is that of the unit prototypes.
        prototypes_KD.assign(normalise(prototypes_KD as tf.Tensor2D));
        const features_MF = multiCropFeatures(backbone, views_NHWC);
        const embeddings_MD: tf.Tensor2D = block('projector', () =>
          normalise(project(features_MF, { training: true })),
        );
        return block('loss', () => {
          const scores_MK = tf.matMul<tf.Tensor2D>(embeddings_MD, prototypes_KD, false, true);
          const codes = [0, 1].map((view) => {
            const own_NK = tf.slice(scores_MK, [view * count, 0], [count, -1]);
            const queue = queues?.[view];
            if (!queue) return sinkhorn(own_NK, { epsilon: config.epsilon, iterations: config.sinkhornIterations });
            const code_NK = codesWithQueue(own_NK, queue, prototypes_KD, config);
            push(queue, tf.slice(embeddings_MD, [view * count, 0], [count, -1]), queueFills);
            return code_NK;
          });
          const codes_PK = stopGradient(tf.concat<tf.Tensor2D>(codes, 0));
          const logits_MK = tf.div<tf.Tensor2D>(scores_MK, config.temperature);
          return { loss: crossViewLoss(logits_MK, codes_PK), ...spread(logits_MK, codes_PK) };
        });
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};

/** The newest embeddings of each whole view, the newest first; zeros where none have come yet. */
function createQueues(scope: Scope, length: number, dimension: number): tf.Variable<tf.Rank.R2>[] {
  return [0, 1].map((view) =>
    scope.parameter<tf.Rank.R2>({
      name: `queue.${view}`,
      shape: [length, dimension],
      init: zeros,
      isTrainable: false,
    }),
  );
}

/** Codes of a batch among the queue's embeddings, which take no part before the queue is full: its last row is 0 then. */
function codesWithQueue(
  own_NK: tf.Tensor2D,
  queue_LD: tf.Tensor2D,
  prototypes_KD: tf.Tensor2D,
  { epsilon, sinkhornIterations }: SwavConfig,
): tf.Tensor2D {
  const [length, count] = [queue_LD.shape[0], own_NK.shape[0]];
  const queued_LK = tf.matMul<tf.Tensor2D>(queue_LD, prototypes_KD, false, true);
  const lastSize = tf.max(tf.abs(tf.slice(queue_LD, [length - 1, 0], [1, -1])));
  const isFull = tf.cast(tf.greater(lastSize, 0), 'float32');
  const absent_L = tf.mul(tf.ones([length]), tf.sub(1, isFull));
  const absent = tf.concat<tf.Tensor1D>([absent_L as tf.Tensor1D, tf.zeros([count])], 0); // [L + N]
  const codes = sinkhorn(tf.concat<tf.Tensor2D>([queued_LK, own_NK], 0), {
    epsilon,
    iterations: sinkhornIterations,
    absent_N: absent,
  });
  return tf.slice(codes, [length, 0], [count, -1]);
}

/** Puts a batch's embeddings before the others and drops the oldest, when `queueFills` is 1; at 0 nothing happens. */
function push(queue_LD: tf.Variable<tf.Rank.R2>, embedding_ND: tf.Tensor2D, queueFills: tf.Tensor | undefined): void {
  if (!queueFills) throw new Error('swav: the rate queueFills is missing');
  const moved_LD = tf.slice(tf.concat([embedding_ND, queue_LD], 0), [0, 0], [queue_LD.shape[0], -1]);
  const kept_LD = tf.mul(queue_LD, tf.sub(1, queueFills));
  queue_LD.assign(tf.add(tf.mul(stopGradient(moved_LD), queueFills), kept_LD));
}

/** Two curves: how spread one picture's code is, and how evenly the prototypes are foretold (log K: all alike). */
function spread(logits_MK: tf.Tensor2D, codes_PK: tf.Tensor2D) {
  const whole_PK = tf.slice(logits_MK, [0, 0], [codes_PK.shape[0], -1]);
  const seen_PK = softmax(stopGradient(whole_PK));
  return { codeEntropy: meanEntropy(codes_PK), prototypeEntropy: meanEntropy(tf.mean<tf.Tensor2D>(seen_PK, 0, true)) };
}

/** What follows the training, by the names of the curves. */
function swavRates({ queue, frozenEpochs }: SwavConfig): Record<string, RateOf> {
  const prototypesLearn: RateOf = ({ step, stepsPerEpoch }) => (step < frozenEpochs * stepsPerEpoch ? 0 : 1);
  if (!queue) return { prototypesLearn };
  return {
    prototypesLearn,
    queueFills: ({ step, stepsPerEpoch }) => (step < queue.startEpoch * stepsPerEpoch ? 0 : 1),
  };
}
