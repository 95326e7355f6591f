import type { DenoisingConfig } from '@assay/contracts';
import { block, createStepRandom, tf } from '@assay/engine';
import { coarsest } from '../backbones/coarsest';
import { createDecoder } from '../heads/decoder';
import { coarsestSize } from '../heads/mapSide';
import { createScope, disposeParameters } from '../layers/parameters';
import { denoisingDraws } from './draws/denoising';
import type { CreateMethod, Inputs } from './method';

/**
 * Denoising autoencoder: from a spoilt picture, the clean one.
 * Vincent et al. 2008, "Extracting and composing robust features with denoising autoencoders" (ICML); the Gaussian noise
 * and the squared error are those of Vincent et al. 2010 (JMLR 11, section 3.3).
 *
 * Shapes: N pictures of H x W pixels and C channels.
 */
export const createDenoising: CreateMethod<DenoisingConfig> = (config, { backbone, rng, inputSize, channels, std }) => {
  const scope = createScope({ rng });
  const decode = createDecoder(scope.child('decoder'), {
    from: coarsestSize(backbone, { inputSize, channels }),
    to: { side: inputSize, channels },
    width: config.decoder.width,
  });

  const spoil = (x_NHWC: tf.Tensor4D, { noiseSeed }: Inputs): tf.Tensor4D => {
    if (!noiseSeed) throw new Error('denoising: a seed needed');
    const random = createStepRandom(noiseSeed);
    if (config.noise.kind === 'masking') {
      const [count, height, width] = x_NHWC.shape;
      return tf.mul(x_NHWC, random.bernoulli([count, height, width, 1], 1 - config.noise.share));
    }
    const { sigma } = config.noise;
    const deviations = tf.tensor1d(std.map((value) => sigma / value));
    return tf.add(x_NHWC, tf.mul(random.normal(x_NHWC.shape), deviations));
  };
  const restore = (x_NHWC: tf.Tensor4D, training: boolean): tf.Tensor4D => {
    const map_NHWD = coarsest(backbone.stages(x_NHWC, { training }));
    return block('decoder', () => decode(map_NHWD, { training }));
  };

  return {
    name: 'denoising',
    parameters: scope.parameters,
    ...denoisingDraws,
    loss([x_NHWC], inputs) {
      if (!x_NHWC) throw new Error('denoising: one view needed');
      return tf.tidy(() => {
        const restored_NHWC = restore(spoil(x_NHWC, inputs), true);
        return block('loss', () => tf.mean<tf.Scalar>(tf.square(tf.sub(restored_NHWC, x_NHWC))));
      });
    },
    pictures: ([x_NHWC], inputs) => {
      if (!x_NHWC) return {};
      return tf.tidy(() => {
        const spoilt = spoil(x_NHWC, inputs);
        return { spoilt, restored: restore(spoilt, false) };
      });
    },
    dispose: () => disposeParameters(scope.parameters),
  };
};
