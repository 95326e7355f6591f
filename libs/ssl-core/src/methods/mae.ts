import type { MaeConfig } from '@assay/contracts';
import { block, inLanes, tf } from '@assay/engine';
import { sineCosinePositions } from '../backbones/positions';
import { requireVit, type VitBackbone } from '../backbones/vit';
import { truncatedNormal, xavierUniform } from '../layers/initialisers';
import { createLayerNorm } from '../layers/layerNorm';
import { createLinear } from '../layers/linear';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { createTransformerBlock } from '../layers/transformerBlock';
import { maeLoss } from '../losses/maeLoss';
import { maskDraws, visibleCount } from './draws/masks';
import { joinPatches, type Masking, maskFromNoise, maskNoise, paintHidden } from './masking';
import type { CreateMethod } from './method';

/**
 * MAE: from a quarter of a picture's patches, paint the others.
 * He et al. 2021, arXiv 2111.06377; names as in the authors' `models_mae.py`.
 *
 * Shapes: N pictures, L patches, K visible ones, D width of the encoder, E of the decoder, P pixel values of a patch.
 */
export const createMae: CreateMethod<MaeConfig> = (config, { backbone: given, rng }) => {
  const backbone = requireVit(given, 'mae');
  const visible = visibleCount(backbone.grid ** 2, config.maskRatio);
  const scope = createScope({ rng });
  const decode = createDecoder(scope, backbone, config.decoder);

  /** The patches and what was made of those that were hidden. */
  const paint = (x_NHWC: tf.Tensor4D, noise_NL: tf.Tensor2D, mode: Mode) => {
    const target_NLP = backbone.patches(x_NHWC);
    const { keep_NK, select_NKL, mask_NL } = maskFromNoise(maskNoise(config.mask, noise_NL, target_NLP), visible);
    const prediction_NLP = inLanes(
      { x_NHWC, keep_NK, select_NKL, mask_NL },
      ({ x_NHWC, keep_NK, select_NKL, mask_NL }) => {
        const encoded_NTD = backbone.encodeVisible(x_NHWC, keep_NK, mode);
        return block('decoder', () => decode(encoded_NTD, { select_NKL, mask_NL }));
      },
    );
    return { target_NLP, prediction_NLP, mask_NL };
  };

  return {
    name: 'mae',
    parameters: scope.parameters,
    ...maskDraws(config.mask, { grid: backbone.grid, visible }),
    loss([x_NHWC], { noise }) {
      if (!x_NHWC || !noise) throw new Error('mae: one view and noise needed');
      return tf.tidy(() => {
        const painted = paint(x_NHWC, noise as tf.Tensor2D, { training: true }); // the shape that `draw` gave
        const { target_NLP, prediction_NLP, mask_NL } = painted;
        return block('loss', () => maeLoss(prediction_NLP, target_NLP, mask_NL, config.normalisePixels));
      });
    },
    pictures: ([x_NHWC], { noise }) => {
      if (!x_NHWC || !noise) return {};
      return tf.tidy(() => {
        const painted = paint(x_NHWC, noise as tf.Tensor2D, { training: false });
        const { target_NLP, prediction_NLP, mask_NL } = painted;
        const pixels_NLP = config.normalisePixels ? withMoments(prediction_NLP, target_NLP) : prediction_NLP;
        return {
          masked: joinPatches(paintHidden(target_NLP, 0, mask_NL), backbone),
          restored: joinPatches(paintHidden(target_NLP, pixels_NLP, mask_NL), backbone),
        };
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};

/** Patches that were foretold at mean 0 and variance 1, at the true patch's mean and variance: for the eye alone. */
function withMoments(prediction_NLP: tf.Tensor3D, target_NLP: tf.Tensor3D): tf.Tensor3D {
  const mean_NL1 = tf.mean(target_NLP, 2, true);
  const variance_NL1 = tf.mean(tf.square(tf.sub(target_NLP, mean_NL1)), 2, true);
  return tf.add(tf.mul(prediction_NLP, tf.sqrt(variance_NL1)), mean_NL1);
}

type Decode = (encoded_NTD: tf.Tensor3D, masking: Omit<Masking, 'keep_NK'>) => tf.Tensor3D;

/** Visible tokens back at their places, a learned token at all others, a few blocks, pixels; the class token goes. */
function createDecoder(scope: Scope, vit: VitBackbone, config: MaeConfig['decoder']): Decode {
  const { width } = config;
  const pixels = vit.patch ** 2 * vit.channels;
  const init = xavierUniform;
  const positions = sineCosinePositions(width, vit.grid);

  const embed = createLinear(scope.child('decoder_embed'), { inputs: vit.featureDimension, outputs: width, init });
  const maskToken_11E = scope.parameter<tf.Rank.R3>({
    name: 'mask_token',
    shape: [1, 1, width],
    init: truncatedNormal(0.02),
  });
  const position_1TE = scope.parameter<tf.Rank.R3>({
    name: 'decoder_pos_embed',
    shape: [1, vit.grid ** 2 + 1, width],
    init: () => positions,
    isTrainable: false,
  });
  const blocks = Array.from({ length: config.depth }, (_, i) =>
    createTransformerBlock(scope.child(`decoder_blocks.${i}`), config),
  );
  const norm = createLayerNorm(scope.child('decoder_norm'), width);
  const predict = createLinear(scope.child('decoder_pred'), { inputs: width, outputs: pixels, init });

  return (encoded_NTD, { select_NKL, mask_NL }) => {
    const [classToken_N1E, visible_NKE] = tf.split(embed(encoded_NTD), [1, encoded_NTD.shape[1] - 1], 1);
    if (!classToken_N1E || !visible_NKE) throw new Error('mae: split gave fewer than two parts');
    const placed_NLE = tf.matMul(select_NKL, visible_NKE, true);
    const filled_NLE = tf.add(placed_NLE, tf.mul(tf.expandDims(mask_NL, 2), maskToken_11E));
    const tokens_NTE = tf.add(tf.concat([classToken_N1E, filled_NLE], 1), position_1TE) as tf.Tensor3D; // ranks are kept
    const decoded_NTE = norm(blocks.reduce((tokens, run) => run(tokens), tokens_NTE));
    return predict(tf.slice(decoded_NTE, [0, 1, 0], [-1, -1, -1]));
  };
}
