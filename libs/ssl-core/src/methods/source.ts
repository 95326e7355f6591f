import type { TokenizerPretrainConfig } from '@assay/contracts';
import { createBackbone } from '../backbones/backbone';
import { exportParameters } from '../layers/parameters';
import type { Rng } from '../rng';
import { createMethod } from './createMethod';
import type { MethodSource } from './method';

/** A tokenizer's run as if it had ended before its first step: what time and memory are measured with. */
export function untrainedSource(
  config: Pick<TokenizerPretrainConfig, 'backbone' | 'input' | 'method' | 'views'>,
  rng: Rng,
): MethodSource {
  const { size, channels, mean, std } = config.input;
  const create = (rng: Rng) => createBackbone(config.backbone, { inputSize: size, channels, rng });
  const backbone = create(rng);
  const view = { inputSize: size, channels, mean, std, views: config.views };
  const method = createMethod(config.method, { backbone, createBackbone: create, rng, ...view });
  const weights = new Map(
    exportParameters([...backbone.parameters, ...(method.keeps ?? [])]).map((array) => [array.name, array]),
  );
  for (const part of [method, backbone]) part.dispose();
  return { config, weights };
}
