import type { DvaeConfig } from '@assay/contracts';
import { block, createStepRandom, tf } from '@assay/engine';
import { coarsest } from '../backbones/coarsest';
import { createCodeLogits, createDvaeDecoder, sampleCodes } from '../heads/dvae';
import { coarsestSize } from '../heads/mapSide';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { gumbelFrom } from '../losses/gumbelSoftmax';
import { createCosine } from '../optim/schedule';
import { dvaeDraws } from './draws/dvae';
import type { CreateMethod, MethodInput, MethodLoss, RateOf } from './method';

/**
 * Discrete variational autoencoder: each place of the backbone's coarsest map chooses one of K codes, and the picture is
 * painted from the choices. Ramesh et al. 2021, "Zero-shot text-to-image generation", arXiv 2102.12092 (section 2.1 and
 * appendix A), with a squared error for the paper's logit-Laplace likelihood.
 *
 * Shapes: N pictures, h side of the map, M = N h h places, K codes, D width of the map.
 */
export const createDvae: CreateMethod<DvaeConfig> = (config, input) => {
  const scope = createScope({ rng: input.rng });
  const { reconstruct, restore } = createDvaeStep(config, input, scope);
  return {
    name: 'dvae',
    parameters: scope.parameters,
    keeps: scope.parameters,
    ...dvaeDraws,
    rates: dvaeRates(config),
    loss([x_NHWC], { gumbelSeed, temperature, divergenceWeight }) {
      if (!x_NHWC || !gumbelSeed) throw new Error('dvae: one view and a seed needed');
      const rates = { temperature, divergenceWeight } as DvaeRates; // every rate is a scalar
      const random = createStepRandom(gumbelSeed);
      return tf.tidy(() => reconstruct(x_NHWC, (shape) => gumbelFrom(random.uniform(shape)) as tf.Tensor2D, rates));
    },
    pictures: ([x_NHWC]) => (x_NHWC ? tf.tidy(() => ({ restored: restore(x_NHWC) })) : {}),
    dispose: () => disposeParameters(scope.parameters),
  };
};

type DvaeRates = { temperature: tf.Scalar; divergenceWeight: tf.Scalar };

/** The network and its step, without the drawing of its noise. */
export function createDvaeStep(
  config: DvaeConfig,
  { backbone, inputSize, channels }: Pick<MethodInput, 'backbone' | 'inputSize' | 'channels'>,
  scope: Scope,
) {
  const { side, channels: inputs } = coarsestSize(backbone, { inputSize, channels });
  const logitsOf = createCodeLogits(scope, { inputs, codes: config.codes });
  const decode = createDvaeDecoder(scope, config, { side, to: { side: inputSize, channels } });
  const values = inputSize * inputSize * channels;

  return {
    /** @param noise standard Gumbel noise of a shape */
    reconstruct(
      x_NHWC: tf.Tensor4D,
      noise: (shape: [number, number]) => tf.Tensor2D,
      { temperature, divergenceWeight }: DvaeRates,
    ): MethodLoss {
      const [count] = x_NHWC.shape;
      const logits_MK = logitsOf(coarsest(backbone.stages(x_NHWC, { training: true })));
      const gumbel_MK = noise(logits_MK.shape);
      const { shares_MK, ...figures } = block('codes', () =>
        sampleCodes({ logits_MK, gumbel_MK, temperature, sample: config.sample }),
      );
      const painted_NHWC = decode({ shares_MK, count, mode: { training: true } });
      return block('loss', () => {
        const reconstruction = tf.mean<tf.Scalar>(tf.square(tf.sub(painted_NHWC, x_NHWC)));
        // Like the error, per value of the picture: appendix A.2 of the paper.
        const perValue = tf.mul(figures.divergence, (side * side) / values);
        return {
          loss: tf.add<tf.Scalar>(reconstruction, tf.mul(perValue, divergenceWeight)),
          reconstruction,
          ...figures,
        };
      });
    },
    /** The picture that the likeliest codes give. */
    restore(x_NHWC: tf.Tensor4D): tf.Tensor4D {
      const logits_MK = logitsOf(coarsest(backbone.stages(x_NHWC, { training: false })));
      const hard_MK = tf.oneHot(tf.argMax<tf.Tensor1D>(logits_MK, 1), config.codes);
      const shares_MK = tf.cast(hard_MK, 'float32') as tf.Tensor2D; // a row of K for each place
      return decode({ shares_MK, count: x_NHWC.shape[0], mode: { training: false } });
    },
  };
}

function dvaeRates({ temperature, divergence }: DvaeConfig): Record<string, RateOf> {
  return {
    temperature: ({ step, stepsPerEpoch, epochs }) => {
      const steps = (temperature.epochs ?? epochs) * stepsPerEpoch;
      return createCosine({ from: temperature.first, to: temperature.final, steps })(Math.min(step, steps));
    },
    divergenceWeight: ({ step, stepsPerEpoch }) => {
      const steps = divergence.warmupEpochs * stepsPerEpoch;
      if (step >= steps) return divergence.weight;
      return createCosine({ from: 0, to: divergence.weight, steps })(step);
    },
  };
}
