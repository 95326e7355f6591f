import { ResnetConfig } from '@assay/contracts';
import { encodeSafetensors, type NamedTensor, openEngine } from '@assay/engine';
import { createBackbone, createLinearHead, createRng, exportParameters } from '@assay/ssl-core';

export const SMALL = ResnetConfig.parse({ kind: 'resnet', depth: 10, width: 4, stem: 'small' });
export const CLASSES = 3;

/** Tensors of a small residual network of colour pictures with its classifier, by torchvision's names. */
export function smallTensors(seed = 1): NamedTensor[] {
  openEngine();
  const backbone = createBackbone(SMALL, { inputSize: 32, channels: 3, rng: createRng(seed) });
  const dimension = backbone.featureDimension;
  const head = createLinearHead({ dimension, classes: CLASSES, rng: createRng(seed), dropout: 0 });
  const arrays = [...exportParameters(backbone.parameters), ...exportParameters(head.parameters)];
  backbone.dispose();
  head.dispose();
  return arrays.map(({ name, shape, data }) => ({
    name: name.replace(/^head\./, 'fc.'),
    dtype: 'F32',
    shape,
    data: Float32Array.from(data),
  }));
}

export function smallFile(seed = 1): Buffer {
  return encodeSafetensors(smallTensors(seed));
}
