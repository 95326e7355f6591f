import { type BackboneConfig, type InputConfig, InputError } from '@assay/contracts';
import { type Backbone, createBackbone, createRng, exportParameters, importParameters } from '@assay/ssl-core';
import { prefixNames, type StoredTensor, type TensorGroup } from './tensorFile';

/** The config's backbone with first values drawn from the seed. @throws InputError when the input does not fit it */
export function buildBackbone(config: {
  backbone: BackboneConfig;
  input: InputConfig;
  seed: number;
  recompute?: boolean;
}): Backbone {
  const { backbone, input, seed, recompute = false } = config;
  try {
    return createBackbone(backbone, {
      inputSize: input.size,
      channels: input.channels,
      rng: createRng(seed, 'backbone'),
      recompute,
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ where: 'backbone', found: error instanceof Error ? error.message : String(error) });
  }
}

/** @throws InputError when a weight is missing or has another shape */
export function setWeights(backbone: Pick<Backbone, 'parameters'>, weights: TensorGroup, where: string): void {
  try {
    importParameters(backbone.parameters, weights);
  } catch (error) {
    throw new InputError({
      where,
      found: error instanceof Error ? error.message : String(error),
      fix: 'backbone, input size and channels must be those of the weights',
    });
  }
}

/** `model.*` of some parameters, as every model file holds them. */
export function modelTensors(parts: readonly Pick<Backbone, 'parameters'>[]): StoredTensor[] {
  return prefixNames('model', exportParameters(parts.flatMap(({ parameters }) => parameters)));
}
