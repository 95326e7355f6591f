import { createBackbone, createLinearHead, crossEntropy } from '@assay/ssl-core';
import type { Sizes } from './sizes';
import { input, randomIndices, randomPictures, type Work, type WorkInput } from './work';

/** ResNet-50 that learns labels. */
export function createSupervisedWork({ side, classes }: Sizes['resnet50-supervised'], { batch, rng }: WorkInput): Work {
  const backbone = createBackbone(
    { kind: 'resnet', depth: 50, width: 64, stem: 'imagenet', attention: 'none' },
    { inputSize: side, channels: 3, rng: rng.fork('backbone') },
  );
  const dimension = backbone.featureDimension;
  const head = createLinearHead({ dimension, classes, rng: rng.fork('head'), dropout: 0 });
  const arrays = { x: randomPictures(rng.fork('x'), batch, side), y: randomIndices(rng.fork('y'), [batch], classes) };
  return {
    parameters: [...backbone.parameters, ...head.parameters],
    others: [],
    feeds: () => arrays,
    loss(inputs) {
      const mode = { training: true };
      return crossEntropy(head.logits(backbone.features(input(inputs, 'x'), mode), mode), input(inputs, 'y'));
    },
  };
}
