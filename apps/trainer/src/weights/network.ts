import { type BackboneConfig, InputError, type WeightsInput } from '@assay/contracts';
import { openEngine } from '@assay/engine';
import {
  type Backbone,
  createBackbone,
  createLinearHead,
  createRng,
  type LinearHead,
  type Rng,
  storedShape,
} from '@assay/ssl-core';
import { setWeights } from '../tasks/network';
import type { TensorGroup } from '../tasks/tensorFile';
import { adaptWeights } from './adaptWeights';
import type { Wanted } from './mapWeights';

/** Tensors that no file gives are drawn from it; equal weights then give equal features. */
const SEED = 0;

export type NetworkFacts = { backbone: BackboneConfig; input: WeightsInput };

/** A backbone with the classifier that came with it, if one did. */
export type WeightedNetwork = { backbone: Backbone; head: LinearHead | null; dispose(): void };

/** Names and shapes of a backbone's tensors, and the width of its features. @throws InputError when it cannot be built */
export function describeNetwork({ backbone, input }: NetworkFacts): { wanted: Wanted[]; features: number } {
  openEngine();
  const built = build({ backbone, input }, STILL);
  const wanted = built.parameters.map((parameter) => ({ name: parameter.name, shape: storedShape(parameter) }));
  const features = built.featureDimension;
  built.dispose();
  return { wanted, features };
}

/**
 * A network with its weights, by our names. The caller disposes of it.
 *
 * @param missing tensors that may be missing
 * @throws InputError when another one is, or has another shape
 */
export function openNetwork(
  { backbone: config, input }: NetworkFacts,
  weights: TensorGroup,
  missing: readonly string[] = [],
): WeightedNetwork {
  openEngine();
  const backbone = build({ backbone: config, input }, missing.length > 0 ? createRng(SEED, 'backbone') : STILL);
  const parameters = backbone.parameters.filter(({ name }) => !missing.includes(name));
  const wanted = parameters.map((parameter) => ({ name: parameter.name, shape: storedShape(parameter) }));
  setWeights({ parameters }, new Map(adaptWeights(weights, wanted).weights), 'weights');
  const classes = weights.get('head.bias')?.shape[0];
  const head =
    classes === undefined
      ? null
      : createLinearHead({ dimension: backbone.featureDimension, classes, rng: STILL, dropout: 0 });
  if (head) setWeights(head, weights, 'weights');
  return {
    backbone,
    head,
    dispose: () => {
      backbone.dispose();
      head?.dispose();
    },
  };
}

/** Draws nothing: for networks whose every value is set afterwards. Millions of draws would take seconds. */
const STILL: Rng = {
  uniform: () => 0.5,
  normal: () => 0,
  int: () => 0,
  permutation: (n) => Int32Array.from({ length: n }, (_, i) => i),
  fork: () => STILL,
};

function build({ backbone, input }: NetworkFacts, rng: Rng): Backbone {
  try {
    return createBackbone(backbone, { inputSize: input.size, channels: input.channels, rng });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ where: 'weights', found: error instanceof Error ? error.message : String(error) });
  }
}
