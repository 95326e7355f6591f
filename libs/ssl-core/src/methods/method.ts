import type { tf } from '@assay/engine';
import type { Backbone } from '../backbones/backbone';
import type { Parameter } from '../layers/parameters';
import type { Rng } from '../rng';
import type { MethodDraws } from './draws';

/** A way of pretraining: what it adds to a backbone, and its loss. */
export interface Method extends MethodDraws {
  readonly name: string;
  /** Its own parameters, not the backbone's. */
  readonly parameters: readonly Parameter[];
  /** @param inputs tensors of what `draw` gave */
  loss(views_NHWC: readonly tf.Tensor4D[], inputs: Readonly<Record<string, tf.Tensor>>): tf.Scalar;
  dispose(): void;
}

/** @throws Error when the method cannot work with the backbone */
export type CreateMethod<Config> = (config: Config, backbone: Backbone, rng: Rng) => Method;
