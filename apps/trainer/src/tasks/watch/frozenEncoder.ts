import { InputError, methodBasis, type RunConfig } from '@assay/contracts';
import { type Backbone, importParameters } from '@assay/ssl-core';
import { buildBackbone, setWeights } from '../network';
import { buildPretraining } from '../pretrain';
import { decodeTensors } from '../tensorFile';

export type NetworkConfig = Extract<RunConfig, { backbone: unknown }>;
export type FrozenEncoder = Pick<Backbone, 'features' | 'featureDimension' | 'parameters'> & { dispose(): void };

/**
 * The network whose features a run keeps, set to what a file of it holds. A checkpoint of a pretraining holds its method
 * too, whose encoder need not be the backbone (a teacher).
 *
 * @throws InputError when the file is not of this network
 */
export function openEncoder(
  config: NetworkConfig,
  { bytes, kind }: { bytes: Buffer; kind: 'weights' | 'checkpoint' },
): FrozenEncoder {
  const weights = decodeTensors(bytes).group('model');
  // A method that builds on another run is not to be had without it; the network of all such methods is the backbone.
  if (config.task !== 'pretrain' || kind === 'weights' || methodBasis(config.method)) {
    const backbone = buildBackbone(config);
    setWeights(backbone, weights, kind);
    return backbone;
  }
  const { encoder, parameters, dispose } = buildPretraining(config);
  try {
    importParameters(parameters, weights);
  } catch (error) {
    dispose();
    throw new InputError({ where: kind, found: error instanceof Error ? error.message : String(error) });
  }
  return { ...encoder, dispose };
}
