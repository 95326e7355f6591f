import type { BackboneConfig } from '@assay/contracts';
import type { tf } from '@assay/engine';
import type { Mode } from '../layers/mode';
import type { Parameter } from '../layers/parameters';
import type { Rng } from '../rng';
import { createEfficientNet } from './efficientNet';
import { createModuleBackbone } from './module';
import { createResnet } from './resnet';
import { createVit } from './vit';

/** A network without a head. Results of its functions belong to the caller; nothing else stays behind. */
export interface Backbone {
  readonly kind: BackboneConfig['kind'];
  /** In torchvision's or timm's order; running statistics included. */
  readonly parameters: readonly Parameter[];
  /** Width D of the features. */
  readonly featureDimension: number;
  /** @returns [N, D] */
  features(x_NHWC: tf.Tensor4D, mode: Mode): tf.Tensor2D;
  /** Feature maps [N, H, W, C], the coarse ones last. A ResNet and an EfficientNet give four, a ViT one. */
  stages(x_NHWC: tf.Tensor4D, mode: Mode): tf.Tensor4D[];
  dispose(): void;
}

export type BackboneInput = {
  /** Side of the square input in pixels. */
  inputSize: number;
  channels: number;
  rng: Rng;
  /** Saves memory in training: blocks run again for their gradient, instead of keeping all that it needs. */
  recompute?: boolean;
};

type Kinds = { [Kind in BackboneConfig['kind']]: Extract<BackboneConfig, { kind: Kind }> };

/** All backbones; one without an entry here does not compile. */
export const BACKBONES = {
  resnet: createResnet,
  vit: createVit,
  efficientnet: createEfficientNet,
  module: createModuleBackbone,
} satisfies {
  [Kind in keyof Kinds]: (config: Kinds[Kind], input: BackboneInput) => Backbone;
};

/**
 * Parts of a batch that the engine had better be opened for: see `inLanes`. Batch norm, in the others, needs the whole
 * batch at each layer, and a ResNet's operations are large. On two threads, two lanes take a ViT-Ti through a step of MAE
 * 1.4 times as fast (64 pictures of 64 x 64; 1.5 times for 16, 1.15 for a ViT-S); more were not measured.
 */
export function lanesOf({ kind }: Pick<BackboneConfig, 'kind'>): number {
  return kind === 'vit' ? 2 : 1;
}

/** @throws Error when the input's size does not fit the network */
export function createBackbone(config: BackboneConfig, input: BackboneInput): Backbone {
  switch (config.kind) {
    case 'resnet':
      return BACKBONES.resnet(config, input);
    case 'vit':
      return BACKBONES.vit(config, input);
    case 'efficientnet':
      return BACKBONES.efficientnet(config, input);
    case 'module':
      return BACKBONES.module(config, input);
  }
}
