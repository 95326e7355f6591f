import type { SimmimConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { requireVit } from '../backbones/vit';
import { truncatedNormal, uniformFanIn } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import { createScope, disposeParameters } from '../layers/parameters';
import { maskedDistance } from '../losses/maskedDistance';
import { maskDraws, visibleCount } from './draws/masks';
import { hiddenFromNoise, joinPatches, maskNoise, paintHidden } from './masking';
import type { CreateMethod } from './method';

/**
 * SimMIM: with most patches replaced by a learned token, foretell their pixels by one linear layer.
 * Xie et al. 2021, arXiv 2111.09886 (section 3); names as in the authors' simmim.py.
 *
 * Shapes: N pictures, L patches, T = 1 + L tokens, D width, P pixel values of a patch.
 */
export const createSimmim: CreateMethod<SimmimConfig> = (config, { backbone: given, rng }) => {
  const backbone = requireVit(given, 'simmim');
  const { grid, featureDimension: width, patch, channels } = backbone;
  const visible = visibleCount(grid ** 2, config.maskRatio, 'simmim');
  const scope = createScope({ rng });
  const token_11D = scope.parameter<tf.Rank.R3>({
    name: 'mask_token',
    shape: [1, 1, width],
    init: truncatedNormal(0.02),
  });
  const decode = createLinear(scope.child('decoder.0'), {
    inputs: width,
    outputs: patch ** 2 * channels,
    init: uniformFanIn(width),
  });

  const paint = (x_NHWC: tf.Tensor4D, noise_NL: tf.Tensor2D, training: boolean) => {
    const target_NLP = backbone.patches(x_NHWC);
    const { mask_NL } = hiddenFromNoise(maskNoise(config.mask, noise_NL, target_NLP), visible);
    const tokens_NTD = backbone.tokens(x_NHWC, { training }, { mask_NL, token_11D: token_11D as tf.Tensor3D });
    const prediction_NLP = block('decoder', () => decode(tf.slice(tokens_NTD, [0, 1, 0], [-1, -1, -1]))) as tf.Tensor3D;
    return { target_NLP, prediction_NLP, mask_NL };
  };

  return {
    name: 'simmim',
    parameters: scope.parameters,
    ...maskDraws(config.mask, { grid, visible }),
    loss([x_NHWC], { noise }) {
      if (!x_NHWC || !noise) throw new Error('simmim: one view and noise needed');
      return tf.tidy(() => {
        const { target_NLP, prediction_NLP, mask_NL } = paint(x_NHWC, noise as tf.Tensor2D, true); // as `draw` gave it
        return block('loss', () => maskedDistance(prediction_NLP, target_NLP, mask_NL));
      });
    },
    pictures: ([x_NHWC], { noise }) => {
      if (!x_NHWC || !noise) return {};
      return tf.tidy(() => {
        const { target_NLP, prediction_NLP, mask_NL } = paint(x_NHWC, noise as tf.Tensor2D, false);
        return {
          masked: joinPatches(paintHidden(target_NLP, 0, mask_NL), backbone),
          restored: joinPatches(paintHidden(target_NLP, prediction_NLP, mask_NL), backbone),
        };
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};
