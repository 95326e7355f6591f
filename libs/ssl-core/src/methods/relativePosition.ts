import type { RelativePositionConfig } from '@assay/contracts';
import { block, createStepRandom, tf } from '@assay/engine';
import { createMlp } from '../heads/mlp';
import { createScope, disposeParameters } from '../layers/parameters';
import { dropColours, projectColours } from './aberration';
import { classification } from './classification';
import { patchLayout, relativePositionDraws } from './draws/relativePosition';
import { tileUnit } from './draws/tiles';
import type { CreateMethod, Inputs, MethodInput } from './method';
import { board, cutTiles, resample, standardise } from './tiles';

/** Places around the middle of a 3 x 3 layout. */
const PLACES = 8;

/**
 * Context prediction: at which of eight places around the first patch lies the second?
 * Doersch et al. 2015, arXiv 1505.05192; layout and labels as in the authors' train.py.
 *
 * Shapes: N pictures, K pairs of each, T = N * (1 + K) patches of P x P pixels, M = N * K pairs, F the backbone's features.
 */
export const createRelativePosition: CreateMethod<RelativePositionConfig> = (config, input) => {
  const { backbone, rng, inputSize, channels } = input;
  const { pairs } = config;
  const layout = patchLayout(config, { inputSize, unit: tileUnit(backbone) });
  const scope = createScope({ rng });
  const classify = createMlp(scope.child('classifier'), [2 * backbone.featureDimension, ...config.hidden, PLACES]);
  const patchesOf = createPatches(config, { ...input, side: layout.side });

  return {
    name: 'relativePosition',
    parameters: scope.parameters,
    ...relativePositionDraws(config, { layout, inputSize, channels }),
    loss([x_NHWC], inputs) {
      const { labels } = inputs;
      if (!x_NHWC || !labels) throw new Error('relativePosition: one view and labels needed');
      return tf.tidy(() => {
        const patches_TPPC = block('patches', () => patchesOf(x_NHWC, inputs));
        const features_TF = backbone.features(patches_TPPC, { training: true });
        const logits_M8 = block('classifier', () => classify(pairUp(features_TF, pairs), { training: true }));
        return block('loss', () => classification(logits_M8, labels as tf.Tensor1D)); // the shape that `draw` gave
      });
    },
    pictures: ([x_NHWC], inputs): Record<string, tf.Tensor4D> =>
      x_NHWC ? { patches: tf.tidy(() => board(patchesOf(x_NHWC, inputs), { rows: 1, columns: 1 + pairs })) } : {},
    dispose: () => disposeParameters(scope.parameters),
  };
};

/** Cuts the patches and takes from them what betrays their place without a look at the picture. */
function createPatches(
  { aberration, pixelated, standardise: isStandardised }: RelativePositionConfig,
  { channels, std, side }: Pick<MethodInput, 'channels' | 'std'> & { side: number },
): (x_NHWC: tf.Tensor4D, inputs: Inputs) => tf.Tensor4D {
  const recolour = (x_TPPC: tf.Tensor4D, { kept, noiseSeed }: Inputs): tf.Tensor4D => {
    if (channels === 1 || aberration === 'none') return x_TPPC;
    if (aberration === 'project') return projectColours(x_TPPC, std);
    if (!kept || !noiseSeed) throw new Error('relativePosition: which channels stay, and a seed, are needed');
    const noise_TPPC = createStepRandom(noiseSeed).normal(x_TPPC.shape);
    return dropColours(x_TPPC, kept as tf.Tensor2D, noise_TPPC); // the shape that `draw` gave
  };
  return (x_NHWC, inputs) =>
    tf.tidy(() => {
      const { boxes, matrices } = inputs;
      if (!boxes) throw new Error('relativePosition: boxes needed');
      const cut_TPPC = cutTiles(x_NHWC, boxes as tf.Tensor2D, side); // the shape that `draw` gave
      const sharp = pixelated === 0 || !matrices;
      const patches_TPPC = recolour(sharp ? cut_TPPC : resample(cut_TPPC, matrices as tf.Tensor3D), inputs); // as drawn
      return isStandardised ? standardise(patches_TPPC) : patches_TPPC;
    });
}

/** [N * (1 + K), F], a picture's middle patch first, to [N * K, 2F]: the middle's features beside each neighbour's. */
function pairUp(features_TF: tf.Tensor2D, pairs: number): tf.Tensor2D {
  const width = features_TF.shape[1];
  const count = features_TF.shape[0] / (1 + pairs);
  return tf.tidy(() => {
    const grouped = tf.reshape(features_TF, [count, 1 + pairs, width]);
    const middle_N1F = tf.slice(grouped, [0, 0, 0], [-1, 1, -1]);
    const around_NKF = tf.slice(grouped, [0, 1, 0], [-1, -1, -1]);
    return tf.reshape<tf.Rank.R2>(tf.concat([tf.tile(middle_N1F, [1, pairs, 1]), around_NKF], 2), [-1, 2 * width]);
  });
}
