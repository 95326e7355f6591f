import { type BackboneConfig, type MethodConfig, ViewsConfig } from '@assay/contracts';
import { createBackbone, createMethod } from '@assay/ssl-core';
import type { WorkInput } from './work';

type Pretraining = { backbone: BackboneConfig; method: MethodConfig; side: number } & Pick<WorkInput, 'rng'>;

/** A method on a backbone, for colour pictures. */
export function createPretraining({ backbone: config, method: methodConfig, side, rng }: Pretraining) {
  const create = (drawn: typeof rng) => createBackbone(config, { inputSize: side, channels: 3, rng: drawn });
  const backbone = create(rng.fork('backbone'));
  const method = createMethod(methodConfig, {
    backbone,
    createBackbone: create,
    rng: rng.fork('method'),
    inputSize: side,
    channels: 3,
    mean: [0.5],
    std: [0.25],
    views: ViewsConfig.parse({}),
  });
  return { parameters: [...backbone.parameters, ...method.parameters], method };
}
