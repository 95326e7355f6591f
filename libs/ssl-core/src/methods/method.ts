import type { tf } from '@assay/engine';
import type { FeedArray } from '../augment/arrays';
import type { Backbone } from '../backbones/backbone';
import type { Parameter } from '../layers/parameters';
import type { Rng } from '../rng';

/** A way of pretraining: what it adds to a backbone, and its loss. */
export interface Method {
  readonly name: string;
  /** Its own parameters, not the backbone's. */
  readonly parameters: readonly Parameter[];
  /** Augmented views of each picture that a step wants. */
  readonly views: number;
  /** Random numbers that a step takes as inputs, besides the augmentation's. */
  draw(rng: Rng, batchSize: number): Record<string, FeedArray>;
  /** @param inputs tensors of what `draw` gave */
  loss(views_NHWC: readonly tf.Tensor4D[], inputs: Readonly<Record<string, tf.Tensor>>): tf.Scalar;
  dispose(): void;
}

/** @throws Error when the method cannot work with the backbone */
export type CreateMethod<Config> = (config: Config, backbone: Backbone, rng: Rng) => Method;
