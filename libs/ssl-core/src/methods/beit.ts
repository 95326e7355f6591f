import type { BeitConfig } from '@assay/contracts';
import { block, gather, gatherTokens, sparseSoftmaxCrossEntropy, tf } from '@assay/engine';
import { requireVit } from '../backbones/vit';
import { truncatedNormal } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import { createScope, disposeParameters } from '../layers/parameters';
import { codePerplexity } from '../losses/perplexity';
import { maskDraws, visibleCount } from './draws/masks';
import { hiddenFromNoise, joinPatches, maskNoise, paintHidden } from './masking';
import type { CreateMethod } from './method';
import { createTokenizer } from './tokenizer';

/**
 * BEiT: with some patches replaced by a learned token, foretell the codes that a tokenizer gives them.
 * Bao et al. 2021, arXiv 2106.08254 (section 2.3, equation 3); names as in the authors' modeling_pretrain.py.
 *
 * Shapes: N pictures, L patches, H hidden ones of each, T = 1 + L tokens, D width, K codes.
 */
export const createBeit: CreateMethod<BeitConfig> = (config, input) => {
  const backbone = requireVit(input.backbone, 'beit');
  const { grid, featureDimension: width } = backbone;
  const length = grid ** 2;
  const visible = visibleCount(length, config.maskRatio, 'beit');
  const tokenizer = createTokenizer(config.tokenizer, backbone, input);
  const scope = createScope({ rng: input.rng });
  const init = truncatedNormal(0.02);
  const token_11D = scope.parameter<tf.Rank.R3>({ name: 'mask_token', shape: [1, 1, width], init });
  const head = createLinear(scope.child('lm_head'), { inputs: width, outputs: tokenizer.codes, init });

  const hide = (x_NHWC: tf.Tensor4D, noise_NL: tf.Tensor2D) =>
    hiddenFromNoise(maskNoise(config.mask, noise_NL, backbone.patches(x_NHWC)), visible);

  return {
    name: 'beit',
    parameters: [...scope.parameters, ...tokenizer.parameters],
    ...(tokenizer.rates ? { rates: tokenizer.rates } : {}),
    ...maskDraws(config.mask, { grid, visible }),
    loss([x_NHWC], inputs) {
      const { noise } = inputs;
      if (!x_NHWC || !noise) throw new Error('beit: one view and noise needed');
      return tf.tidy(() => {
        const { hide_NM: hide_NH, mask_NL } = hide(x_NHWC, noise as tf.Tensor2D); // the shape that `draw` gave
        const codes_NL = block('tokenizer', () => tokenizer.encode(x_NHWC, inputs));
        const tokens_NTD = backbone.tokens(
          x_NHWC,
          { training: true },
          { mask_NL, token_11D: token_11D as tf.Tensor3D },
        );
        const places_NLD = tf.slice<tf.Rank.R3, tf.Tensor3D>(tokens_NTD, [0, 1, 0], [-1, -1, -1]);
        const logits_MK = block('head', () => head(tf.reshape(gatherTokens(places_NLD, hide_NH), [-1, width])));
        return block('loss', () => {
          const starts_N1 = tf.expandDims(tf.range(0, x_NHWC.shape[0] * length, length, 'int32'), 1);
          const flat_M = tf.reshape(tf.add(hide_NH, starts_N1), [-1]);
          const codes_M = gather(codes_NL, flat_M) as tf.Tensor1D; // a number a place
          const found_M = tf.argMax<tf.Tensor1D>(logits_MK, 1);
          return {
            loss: tf.mean<tf.Scalar>(sparseSoftmaxCrossEntropy(logits_MK as tf.Tensor2D, codes_M)),
            maskedAccuracy: tf.mean<tf.Scalar>(tf.cast(tf.equal(found_M, codes_M), 'float32')),
            perplexity: codePerplexity(codes_NL, tokenizer.codes),
          };
        });
      });
    },
    pictures: ([x_NHWC], { noise }) => {
      if (!x_NHWC || !noise) return {};
      return tf.tidy(() => {
        const { mask_NL } = hide(x_NHWC, noise as tf.Tensor2D);
        return { masked: joinPatches(paintHidden(backbone.patches(x_NHWC), 0, mask_NL), backbone) };
      });
    },
    dispose() {
      tokenizer.dispose();
      disposeParameters(scope.parameters);
    },
  };
};
