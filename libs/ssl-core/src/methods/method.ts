import type { BackboneConfig, InputConfig, MethodConfig, ViewsConfig } from '@assay/contracts';
import type { tf } from '@assay/engine';
import type { Backbone } from '../backbones/backbone';
import type { Parameter } from '../layers/parameters';
import type { Rng } from '../rng';
import type { MethodDraws } from './draws';

/** How far a training is. All count from 0; `epochs` is the whole. */
export type Place = { step: number; stepsPerEpoch: number; epochs: number };

/** A scalar that follows the training: a momentum, a temperature. */
export type RateOf = (place: Place) => number;

/**
 * A way of pretraining: what it adds to a backbone, and its loss. Whatever moves between steps without being learned (a
 * teacher, a queue, a centre) is a parameter that is not trainable: then it is in every checkpoint, and `loss` and
 * `afterStep` may change it with `assign`.
 */
export interface Method extends MethodDraws {
  readonly name: string;
  /** Its own parameters, not the backbone's. */
  readonly parameters: readonly Parameter[];
  /** Names of the backbone's parameters that shall not learn. */
  readonly frozen?: readonly string[];
  /** Scalars that `loss` and `afterStep` get by these names; `weightDecayFactor` and `learningRate` are the loop's own. */
  readonly rates?: Readonly<Record<string, RateOf>>;
  /** The network whose features are evaluated and kept; the backbone where there is none. */
  readonly encoder?: Backbone;
  /** Parameters of its own that are kept with the encoder's: of a method whose result others build on. */
  readonly keeps?: readonly Parameter[];
  /**
   * @param views_NHWC as planned: whole ones first
   * @param inputs tensors of what `draw` gave, and the rates
   * @returns the loss, or with it what is worth a curve
   */
  loss(views_NHWC: readonly tf.Tensor4D[], inputs: Inputs): tf.Scalar | MethodLoss;
  /** What follows the optimizer's step: a teacher that moves towards its student. */
  afterStep?(rates: Inputs): void;
  /**
   * What it made of the pictures of a step, to be looked at: a reconstruction, a masked picture; [N, H, W, C] in the range
   * of the network's input. The views themselves are shown anyway.
   */
  pictures?(views_NHWC: readonly tf.Tensor4D[], inputs: Inputs): Record<string, tf.Tensor4D>;
  dispose(): void;
}

export type Inputs = Readonly<Record<string, tf.Tensor>>;
export type MethodLoss = { loss: tf.Scalar } & Record<string, tf.Scalar>;

/** What a method is made for. */
export type MethodInput = {
  backbone: Backbone;
  /** Another network like the backbone, with first values of its own; the method disposes it. */
  createBackbone: (rng: Rng) => Backbone;
  rng: Rng;
  /** Side of a whole view, and channels. */
  inputSize: number;
  channels: number;
  /** What pictures of 0 to 1 are normalised by: one number for all channels, or one each. */
  mean: readonly number[];
  std: readonly number[];
  views: ViewsConfig;
  /** The run that the config names, where the method builds on one. */
  source?: MethodSource;
};

/** A run that has succeeded: what it was made by, and the weights that it kept, in the stored layout. */
export type MethodSource = {
  config: {
    backbone: BackboneConfig;
    input: Pick<InputConfig, 'size' | 'channels' | 'mean' | 'std'>;
    method?: MethodConfig;
  };
  weights: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>;
};

/** @throws Error when the method cannot work with the backbone */
export type CreateMethod<Config> = (config: Config, input: MethodInput) => Method;

/** The scalar of what a method's loss gave. */
export function lossOf(given: tf.Scalar | MethodLoss): MethodLoss {
  return 'loss' in given ? given : { loss: given };
}
