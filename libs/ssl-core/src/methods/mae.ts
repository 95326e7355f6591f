import type { MaeConfig } from '@assay/contracts';
import { block, inLanes, tf } from '@assay/engine';
import { sineCosinePositions } from '../backbones/positions';
import { requireVit, type VitBackbone } from '../backbones/vit';
import { truncatedNormal, xavierUniform } from '../layers/initialisers';
import { createLayerNorm } from '../layers/layerNorm';
import { createLinear } from '../layers/linear';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { createTransformerBlock } from '../layers/transformerBlock';
import { maeLoss } from '../losses/maeLoss';
import { maeDraws } from './draws';
import { type Masking, maskFromNoise, visibleCount } from './masking';
import type { CreateMethod } from './method';

/**
 * MAE: from a quarter of a picture's patches, paint the others.
 * He et al. 2021, arXiv 2111.06377; names as in the authors' `models_mae.py`.
 *
 * Shapes: N pictures, L patches, K visible ones, D width of the encoder, E of the decoder, P pixel values of a patch.
 */
export const createMae: CreateMethod<MaeConfig> = (config, { backbone: given, rng }) => {
  const backbone = requireVit(given, 'mae');
  const length = backbone.grid ** 2;
  const visible = visibleCount(length, config.maskRatio);
  const scope = createScope({ rng });
  const decode = createDecoder(scope, backbone, config.decoder);

  return {
    name: 'mae',
    parameters: scope.parameters,
    ...maeDraws(length),
    loss([x_NHWC], { noise }) {
      if (!x_NHWC || !noise) throw new Error('mae: one view and noise needed');
      return tf.tidy(() => {
        const { keep_NK, select_NKL, mask_NL } = maskFromNoise(noise as tf.Tensor2D, visible); // the shape that `draw` gave
        const prediction_NLP = inLanes(
          { x_NHWC, keep_NK, select_NKL, mask_NL },
          ({ x_NHWC, keep_NK, select_NKL, mask_NL }) => {
            const encoded_NTD = backbone.encodeVisible(x_NHWC, keep_NK, { training: true });
            return block('decoder', () => decode(encoded_NTD, { select_NKL, mask_NL }));
          },
        );
        return block('loss', () => maeLoss(prediction_NLP, backbone.patches(x_NHWC), mask_NL, config.normalisePixels));
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};

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
