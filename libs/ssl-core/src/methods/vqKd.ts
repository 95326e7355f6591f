import type { VqKdConfig } from '@assay/contracts';
import { block, tf } from '@assay/engine';
import { createVit, requireVit, type VitBackbone } from '../backbones/vit';
import { CODEBOOK_RATES, createCodeSpace, createTaskLayer } from '../heads/vqKd';
import { createScope, disposeParameters } from '../layers/parameters';
import { negativeCosine } from '../losses/negativeCosine';
import { codePerplexity } from '../losses/perplexity';
import { oneViewDraws } from './draws/oneView';
import { asFrozen, asTeacher, type FrozenTeacher, openTeacher } from './frozenTeacher';
import type { CreateMethod, MethodInput } from './method';

/**
 * Vector-quantised knowledge distillation: each patch becomes one of K codes, and from the codes a small transformer
 * foretells a teacher's features. Peng et al. 2022, "BEiT v2", arXiv 2208.06366 (section 2.2); parts named as in the
 * authors' modeling_vqkd.py.
 *
 * Shapes: N pictures, L patches, M = N L, D width of the encoder, E of a code, W of the decoder, F the teacher's features.
 */
export const createVqKd: CreateMethod<VqKdConfig> = (config, input) => {
  const encoder = requireVit(input.backbone, 'vqKd');
  const { rng } = input;
  const scope = createScope({ rng });
  const space = createCodeSpace(scope, { ...config, inputs: encoder.featureDimension });
  const kept = [...scope.parameters];
  const teacher = config.teacher.kind === 'random' ? untrainedTeacher(input) : openTeacher(input, 'vqKd');
  const decoder = createCodeDecoder(config, { grid: encoder.grid, rng: rng.fork('decoder') });
  const finish = createTaskLayer(scope.child('decode_task_layer'), {
    inputs: config.decoder.width,
    outputs: teacher.channels,
  });

  return {
    name: 'vqKd',
    parameters: [
      ...scope.parameters,
      ...decoder.parameters.map((parameter) => ({ ...parameter, name: `decoder.${parameter.name}` })),
      ...asFrozen(teacher.network.parameters, 'teacher'),
    ],
    keeps: kept,
    rates: CODEBOOK_RATES,
    ...oneViewDraws,
    loss([x_NHWC], { isFirst }) {
      if (!x_NHWC || !isFirst) throw new Error('vqKd: one view and a rate needed');
      return tf.tidy(() => {
        const target_MF = block('teacher', () => teacher.featuresOf(x_NHWC, encoder.grid));
        const z_ME = block('codes', () => space.project(patchTokens(encoder, x_NHWC)));
        const quantised = block('codes', () => space.quantise(z_ME, isFirst as tf.Scalar)); // a rate
        const prediction_MF = block('decoder', () => finish(decode(decoder, quantised.quantised_ME)));
        const result = block('loss', () => {
          const cosine = tf.neg<tf.Scalar>(negativeCosine(prediction_MF, target_MF));
          const loss = tf.add<tf.Scalar>(tf.sub(1, cosine), tf.mul(quantised.commitment, config.commitment));
          const perplexity = codePerplexity(quantised.codes_M, config.codes);
          return { loss, cosine, commitment: quantised.commitment, perplexity };
        });
        // After the loss, which takes the codes of the steps before.
        space.follow(z_ME, quantised);
        return result;
      });
    },
    dispose() {
      for (const network of [decoder, teacher.network]) network.dispose();
      disposeParameters(scope.parameters);
    },
  };
};

/** Tokens of the patches, without the class token, [M, D]. */
export function patchTokens(encoder: VitBackbone, x_NHWC: tf.Tensor4D, mode = { training: true }): tf.Tensor2D {
  const tokens_NTD = encoder.tokens(x_NHWC, mode);
  return tf.reshape(tf.slice(tokens_NTD, [0, 1, 0], [-1, -1, -1]), [-1, encoder.featureDimension]);
}

/** A small ViT whose pictures are maps of codes and whose patches are one place each. */
function createCodeDecoder(
  { decoder, codeWidth }: VqKdConfig,
  { grid, rng }: { grid: number; rng: MethodInput['rng'] },
): VitBackbone {
  return createVit(
    { ...decoder, kind: 'vit', patch: 1, pool: 'token', positions: 'learned', dropPath: 0 },
    { inputSize: grid, channels: codeWidth, rng },
  );
}

function decode(decoder: VitBackbone, quantised_ME: tf.Tensor2D): tf.Tensor2D {
  const { grid, channels } = decoder;
  return patchTokens(decoder, tf.reshape(quantised_ME, [-1, grid, grid, channels]));
}

/** A network like the encoder at first values of its own. */
function untrainedTeacher({ createBackbone, rng, inputSize: size, channels, mean, std }: MethodInput): FrozenTeacher {
  return asTeacher(createBackbone(rng.fork('teacher')), { size, channels, mean, std }, { mean, std });
}
