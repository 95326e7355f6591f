import { resizeBilinear, stopGradient, tf } from '@assay/engine';
import { type Backbone, createBackbone } from '../backbones/backbone';
import { coarsest } from '../backbones/coarsest';
import { coarsestSize } from '../heads/mapSide';
import { importParameters, type Parameter } from '../layers/parameters';
import { asSeenBy, type Seen } from './asSeenBy';
import type { MethodInput } from './method';

/** A frozen network that shows what it sees at each place of a picture. */
export type FrozenTeacher = {
  network: Backbone;
  /** F. */
  channels: number;
  /** Features at each place, brought to a grid of so many places along a side, [M, F]. */
  featuresOf(x_NHWC: tf.Tensor4D, grid: number): tf.Tensor2D;
};

type Input = Pick<MethodInput, 'source' | 'rng' | 'inputSize' | 'channels' | 'mean' | 'std'>;

/**
 * The network of the weights that were handed over, which sees pictures as it was made for.
 *
 * @param who of the errors: the method that asks
 * @throws Error when no weights were handed over, or they take other channels
 */
export function openTeacher({ source, rng, ...input }: Input, who: string): FrozenTeacher {
  if (!source) throw new Error(`${who}: the weights of the teacher were not handed over`);
  const seen = source.config.input;
  if (seen.channels !== input.channels) {
    throw new Error(
      `${who}: the teacher sees ${seen.channels} channels, this run has ${input.channels}; use the same input.channels`,
    );
  }
  const { size: inputSize, channels } = seen;
  const network = createBackbone(source.config.backbone, { inputSize, channels, rng: rng.fork('teacher') });
  importParameters(network.parameters, source.weights);
  return asTeacher(network, seen, input);
}

/** A network that sees pictures of another size and normalisation than ours. */
export function asTeacher(network: Backbone, seen: Seen, ours: Pick<Seen, 'mean' | 'std'>): FrozenTeacher {
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
