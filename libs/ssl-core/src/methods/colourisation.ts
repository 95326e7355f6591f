import type { ColourisationConfig } from '@assay/contracts';
import { avgPool, block, resizeBilinear, tf } from '@assay/engine';
import { coarsest } from '../backbones/coarsest';
import { distributionOf, rareBinWeights, spreadOverBins } from '../colour/softBins';
import { createDecoder } from '../heads/decoder';
import { coarsestSize } from '../heads/mapSide';
import { createScope, disposeParameters } from '../layers/parameters';
import { binCrossEntropy } from '../losses/binCrossEntropy';
import { createColourTask, createIntensityTask } from './colourTasks';
import { oneViewDraws } from './draws/oneView';
import type { CreateMethod } from './method';

/** Temperature of the softmax whose mean is shown as the prediction: the paper's annealed mean (section 2.3). */
const TEMPERATURE = 0.38;

/**
 * Colourisation: from the lightness of a picture, the colour of each place, as a distribution over bins of colour.
 * Zhang et al. 2016, arXiv 1603.08511; details as in the authors' caffe_traininglayers.py.
 *
 * The prior that rare colours are weighed up by is the running distribution of the batches' own colours, since it needs no
 * pass over the pictures beforehand and follows the augmentation; it starts even, which weighs all colours alike. The paper
 * smooths its prior with the Gaussian that colours are spread by here already.
 *
 * Shapes: N pictures, h x h predicted places, P = N * h * h, Q bins, D coordinates of a bin (a and b, or brightness).
 */
export const createColourisation: CreateMethod<ColourisationConfig> = (config, input) => {
  const { backbone, rng, inputSize, channels } = input;
  const task = config.target === 'colour' ? createColourTask(input) : createIntensityTask(input, config.levels);
  const bins = task.centres.length;
  const scope = createScope({ rng });
  const from = coarsestSize(backbone, { inputSize, channels });
  const side = predictedSide(from.side, { inputSize, stride: config.stride });
  const to = { side, channels: bins };
  const decode = createDecoder(scope.child('decoder'), { from, to, width: config.decoder.width, outputKernel: 1 });
  const prior_Q = scope.parameter<tf.Rank.R1>({
    name: 'prior',
    shape: [bins],
    init: () => new Float32Array(bins).fill(1 / bins),
    isTrainable: false,
  });

  const predict = (x_NHWC: tf.Tensor4D, training: boolean): tf.Tensor4D => {
    const map_NHWD = coarsest(backbone.stages(task.seen(x_NHWC), { training }));
    return block('decoder', () => decode(map_NHWD, { training }));
  };
  /** [P, D]: mean of each place's pixels. */
  const goalsOf = (x_NHWC: tf.Tensor4D): tf.Tensor2D => {
    const pool = inputSize / side;
    const values_NhhD = avgPool(task.values(x_NHWC), pool, { stride: pool, padding: 0 });
    return tf.reshape(values_NhhD, [-1, values_NhhD.shape[3]]);
  };
  const moveTo = (distribution_Q: tf.Tensor1D) =>
    prior_Q.assign(tf.add(tf.mul(prior_Q, config.priorMomentum), tf.mul(distribution_Q, 1 - config.priorMomentum)));

  return {
    name: 'colourisation',
    parameters: scope.parameters,
    ...oneViewDraws,
    loss([x_NHWC]) {
      if (!x_NHWC) throw new Error('colourisation: one view needed');
      return tf.tidy(() => {
        const logits_PQ = tf.reshape<tf.Rank.R2>(predict(x_NHWC, true), [-1, bins]);
        return block('loss', () => {
          const goals_PD = goalsOf(x_NHWC);
          const centres_QD = tf.tensor2d(task.centres.map((centre) => [...centre]));
          const goals = spreadOverBins(goals_PD, centres_QD, { neighbours: config.neighbours, sigma: task.sigma });
          const rare_Q = rareBinWeights(prior_Q, config.evenShare);
          const nearest_P = tf.reshape<tf.Rank.R1>(tf.slice(goals.bins_PK, [0, 0], [-1, 1]), [-1]);
          const weight_P = tf.mul<tf.Tensor1D>(tf.gather(rare_Q, nearest_P), task.counts(goals_PD, x_NHWC.shape[0]));
          moveTo(distributionOf(goals, bins));
          return binCrossEntropy(logits_PQ, { ...goals, weight_P });
        });
      });
    },
    pictures: ([x_NHWC]) => {
      if (!x_NHWC) return {};
      return tf.tidy(() => {
        const sharpened = tf.softmax(tf.div(predict(x_NHWC, false), TEMPERATURE));
        const rows_PD = tf.matMul(
          tf.reshape<tf.Rank.R2>(sharpened, [-1, bins]),
          tf.tensor2d(task.centres.map((centre) => [...centre])),
        );
        const values_NhhD = tf.reshape<tf.Rank.R4>(rows_PD, [x_NHWC.shape[0], side, side, -1]);
        const values_NHWD = resizeBilinear(values_NhhD, [inputSize, inputSize]);
        return { seen: task.seen(x_NHWC), coloured: task.paint(x_NHWC, values_NHWD) };
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};

/** @throws Error when the pixels do not fall evenly into places */
function predictedSide(mapSide: number, { inputSize, stride }: { inputSize: number; stride: number }): number {
  // Never coarser than what the backbone gives.
  const side = Math.max(mapSide, Math.floor(inputSize / stride));
  if (inputSize % side === 0) return side;
  throw new Error(
    `colourisation: a view of ${inputSize} does not fall into ${side} x ${side} equal places; choose a stride that divides input.size`,
  );
}
