import { softmax, tf } from '@assay/engine';
import { createProgram, type EngineOptions } from '../train/trainingProgram';

/** MAE's `BatchNorm1d(affine=False, eps=1e-6)`, with PyTorch's momentum. */
const EPSILON = 1e-6;
const MOMENTUM = 0.1;

export type SweepTrainerOptions = EngineOptions & {
  /** D and C. */
  dimension: number;
  classes: number;
  /** B of every step. */
  batchSize: number;
  /** One a head. */
  learningRates: readonly number[];
  momentum: number;
  weightDecay: number;
  normalise: 'none' | 'batch';
  /** [D, C]: the first weights of every head; biases start at 0. */
  first: Float32Array;
};

/** A linear head as it is used: `weights` [C, D] and `bias` [C] on `(x - mean) / deviation`. */
export type LinearHeadValues = {
  mean: Float64Array;
  deviation: Float64Array;
  weights: Float64Array;
  bias: Float64Array;
};

/** Heads of different learning rates, trained side by side on the same batches. */
export interface SweepTrainer {
  /**
   * One step of SGD on the mean cross-entropy, as `torch.optim.SGD`.
   *
   * @param features [B, D] row by row
   * @param labels [B], each in [0, C)
   * @param factor on every learning rate
   */
  step(features: Float32Array, labels: ArrayLike<number>, factor: number): void;
  /** In the order of the rates. */
  heads(): LinearHeadValues[];
  close(): void;
}

/**
 * All heads are one matrix, so that a step costs one product forward and one back, whatever the number of rates. The
 * gradient of the cross-entropy is written out: softmax minus truth, over B.
 *
 * B pictures of D features; K = rates x C columns, those of a rate together.
 */
export function createSweepTrainer(options: SweepTrainerOptions): SweepTrainer {
  const { dimension, classes, batchSize, learningRates, momentum, weightDecay } = options;
  const rates = learningRates.length;
  const columns = rates * classes;
  const create = (first: () => tf.Tensor) => tf.tidy(() => tf.variable(first()));
  const weights_DK = create(() => tf.tile(tf.tensor2d(options.first, [dimension, classes]), [1, rates]));
  const bias_K = create(() => tf.zeros([columns]));
  const weightsMomentum_DK = create(() => tf.zeros([dimension, columns]));
  const biasMomentum_K = create(() => tf.zeros([columns]));
  const mean_D = create(() => tf.zeros([dimension]));
  const variance_D = create(() => tf.ones([dimension]));
  const variables = [weights_DK, bias_K, weightsMomentum_DK, biasMomentum_K, mean_D, variance_D];

  const descend = (variable: tf.Variable, buffer: tf.Variable, gradient: tf.Tensor, rate_K: tf.Tensor) => {
    const slope = weightDecay > 0 ? tf.add(gradient, tf.mul(variable, weightDecay)) : gradient;
    const next = tf.add(tf.mul(buffer, momentum), slope);
    buffer.assign(next);
    variable.assign(tf.sub(variable, tf.mul(next, rate_K)));
  };
  const step = ({ x, truth, rate }: Record<string, tf.Tensor>) => {
    // as: fed so, see `inputs`
    const [x_BD, truth_B1C, rate_K] = [x as tf.Tensor2D, truth as tf.Tensor3D, rate as tf.Tensor1D];
    const z_BD = options.normalise === 'batch' ? normaliseBatch(x_BD, mean_D, variance_D) : x_BD;
    const logits_BK = tf.add(tf.matMul(z_BD, weights_DK as tf.Tensor2D), bias_K);
    const shares_BRC = softmax(tf.reshape(logits_BK, [batchSize, rates, classes]));
    const slope_BK = tf.reshape(tf.div(tf.sub(shares_BRC, truth_B1C), batchSize), [batchSize, columns]) as tf.Tensor2D;
    descend(weights_DK, weightsMomentum_DK, tf.matMul(z_BD, slope_BK, true, false), rate_K);
    descend(bias_K, biasMomentum_K, tf.sum(slope_BK, 0), rate_K);
    return {};
  };
  const inputs = {
    step: {
      x: { shape: [batchSize, dimension], dtype: 'float32' as const },
      truth: { shape: [batchSize, 1, classes], dtype: 'float32' as const },
      rate: { shape: [columns], dtype: 'float32' as const },
    },
  };
  const program = createProgram({ step }, { ...options, inputs, variables });
  program.init();

  return {
    step(features, labels, factor) {
      const truth = new Float32Array(batchSize * classes);
      for (let b = 0; b < batchSize; b++) truth[b * classes + (labels[b] ?? 0)] = 1;
      const rate = Float32Array.from({ length: columns }, (_, k) => {
        return factor * (learningRates[Math.floor(k / classes)] ?? 0);
      });
      const feeds = {
        x: tf.tensor(features, [batchSize, dimension], 'float32'),
        truth: tf.tensor(truth, [batchSize, 1, classes], 'float32'),
        rate: tf.tensor(rate, [columns], 'float32'),
      };
      program.run('step', feeds);
      tf.dispose(feeds);
    },
    heads() {
      const [weights, bias, mean, variance] = [weights_DK, bias_K, mean_D, variance_D].map((variable) =>
        Float64Array.from(variable.dataSync()),
      );
      const isNormalised = options.normalise === 'batch';
      return learningRates.map((_, r) => ({
        mean: mean?.slice() ?? new Float64Array(dimension),
        deviation: Float64Array.from({ length: dimension }, (_, d) => {
          return isNormalised ? Math.sqrt((variance?.[d] ?? 1) + EPSILON) : 1;
        }),
        weights: Float64Array.from({ length: classes * dimension }, (_, i) => {
          const [c, d] = [Math.floor(i / dimension), i % dimension];
          return weights?.[d * columns + r * classes + c] ?? 0;
        }),
        bias: Float64Array.from({ length: classes }, (_, c) => bias?.[r * classes + c] ?? 0),
      }));
    },
    close() {
      program.close();
      tf.dispose(variables);
    },
  };
}

/** By the batch's statistics, which also move the running ones (unbiased variance), as PyTorch's `BatchNorm1d`. */
function normaliseBatch(x_BD: tf.Tensor2D, mean_D: tf.Variable, variance_D: tf.Variable): tf.Tensor2D {
  const count = x_BD.shape[0];
  const batchMean_D = tf.mean(x_BD, 0);
  const centred_BD = tf.sub(x_BD, batchMean_D);
  const batchVariance_D = tf.mean(tf.square(centred_BD), 0);
  const unbiased_D = tf.mul(batchVariance_D, count / Math.max(1, count - 1));
  mean_D.assign(tf.add(tf.mul(mean_D, 1 - MOMENTUM), tf.mul(batchMean_D, MOMENTUM)));
  variance_D.assign(tf.add(tf.mul(variance_D, 1 - MOMENTUM), tf.mul(unbiased_D, MOMENTUM)));
  return tf.div(centred_BD, tf.sqrt(tf.add(batchVariance_D, EPSILON)));
}
