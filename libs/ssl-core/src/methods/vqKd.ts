import type { VqKdConfig } from '@assay/contracts';
import { block, resizeBilinear, stopGradient, tf } from '@assay/engine';
import { type Backbone, createBackbone } from '../backbones/backbone';
import { createVit, requireVit, type VitBackbone } from '../backbones/vit';
import { coarsest, coarsestSize } from '../heads/mapSide';
import { createCodeSpace, createTaskLayer } from '../heads/vqKd';
import { createScope, disposeParameters, importParameters, type Parameter } from '../layers/parameters';
import { negativeCosine } from '../losses/negativeCosine';
import { codePerplexity } from '../losses/perplexity';
import { asSeenBy, type Seen } from './asSeenBy';
import { oneViewDraws } from './draws/oneView';
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
  const teacher = createTeacher(config, input);
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
    rates: { isFirst: ({ step }) => (step === 0 ? 1 : 0) },
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

type Teacher = {
  network: Backbone;
  /** F. */
  channels: number;
  /** Features at each place, brought to the encoder's grid, [M, F]. */
  featuresOf(x_NHWC: tf.Tensor4D, grid: number): tf.Tensor2D;
};

/** Another network with its weights, which sees pictures as it was made for; or one like the encoder at first values of its own. */
function createTeacher(
  config: VqKdConfig,
  { source, createBackbone: createLike, rng, ...input }: MethodInput,
): Teacher {
  const inner = rng.fork('teacher');
  const ours = { size: input.inputSize, channels: input.channels, mean: input.mean, std: input.std };
  if (config.teacher.kind === 'random') return asTeacher(createLike(inner), ours, input);
  if (!source) throw new Error('vqKd: the weights of the teacher were not handed over');
  const seen = source.config.input;
  if (seen.channels !== input.channels) {
    throw new Error(
      `vqKd: the teacher sees ${seen.channels} channels, this run has ${input.channels}; use the same input.channels`,
    );
  }
  const network = createBackbone(source.config.backbone, {
    inputSize: seen.size,
    channels: seen.channels,
    rng: inner,
  });
  importParameters(network.parameters, source.weights);
  return asTeacher(network, seen, input);
}

function asTeacher(network: Backbone, seen: Seen, ours: Pick<Seen, 'mean' | 'std'>): Teacher {
  const { channels } = coarsestSize(network, { inputSize: seen.size, channels: seen.channels });
  return {
    network,
    channels,
    featuresOf(x_NHWC, grid) {
      const map_NhhF = coarsest(network.stages(asSeenBy(seen, x_NHWC, ours), { training: false }));
      const fitting = map_NhhF.shape[1] === grid ? map_NhhF : resizeBilinear(map_NhhF, [grid, grid]);
      return stopGradient(tf.reshape<tf.Rank.R2>(fitting, [-1, channels]));
    },
  };
}

/** As parameters that no optimizer moves, under a prefix. */
export function asFrozen(parameters: readonly Parameter[], prefix: string): Parameter[] {
  return parameters.map((parameter) => {
    parameter.variable.trainable = false;
    return { ...parameter, name: `${prefix}.${parameter.name}`, isTrainable: false, hasDecay: false };
  });
}
