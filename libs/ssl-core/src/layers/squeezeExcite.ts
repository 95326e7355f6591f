import { linear, tf } from '@assay/engine';
import { kaimingNormalFanOut, zeros } from './initialisers';
import type { Scope } from './parameters';

/** [N, H, W, C] to the same. */
export type SqueezeExcite = (x_NHWC: tf.Tensor4D) => tf.Tensor4D;

export type SqueezeExciteOptions = {
  channels: number;
  /** Channels in between. */
  reduced: number;
  activation: <T extends tf.Tensor>(x: T) => T;
  /** The two layers' names: timm says `conv_reduce`, `conv_expand` in an EfficientNet, `fc1`, `fc2` elsewhere. */
  names: readonly [string, string];
};

/**
 * Squeeze-and-excitation (arXiv 1709.01507): each channel times a number in (0, 1) that follows from the means of all
 * channels. The two layers have biases and are stored as 1 x 1 convolutions, as timm's.
 */
export function createSqueezeExcite(
  scope: Scope,
  { channels, reduced, activation, names: [reduce, expand] }: SqueezeExciteOptions,
): SqueezeExcite {
  const squeeze = createPointLayer(scope.child(reduce), { inputs: channels, outputs: reduced });
  const excite = createPointLayer(scope.child(expand), { inputs: reduced, outputs: channels });
  return (x_NHWC) => {
    const means_NC = tf.mean<tf.Tensor2D>(x_NHWC, [1, 2]);
    return scaleChannels(x_NHWC, tf.sigmoid(excite(activation(squeeze(means_NC)))));
  };
}

export function scaleChannels(x_NHWC: tf.Tensor4D, factors_NC: tf.Tensor2D): tf.Tensor4D {
  return tf.mul(x_NHWC, tf.reshape(factors_NC, [-1, 1, 1, factors_NC.shape[1]]));
}

export type PointLayer = (x_NI: tf.Tensor2D) => tf.Tensor2D;

/** A 1 x 1 convolution of maps that are one pixel large, which is a matrix; stored as a convolution. */
export function createPointLayer(
  scope: Scope,
  { inputs, outputs, hasBias = true }: { inputs: number; outputs: number; hasBias?: boolean },
): PointLayer {
  const w_HWIO = scope.parameter<tf.Rank.R4>({
    name: 'weight',
    shape: [1, 1, inputs, outputs],
    layout: 'conv',
    init: kaimingNormalFanOut,
  });
  const matrix_IO = () => tf.reshape<tf.Rank.R2>(w_HWIO, [inputs, outputs]);
  if (!hasBias) return (x_NI) => tf.matMul(x_NI, matrix_IO());
  const b_O = scope.parameter<tf.Rank.R1>({ name: 'bias', shape: [outputs], init: zeros });
  return (x_NI) => linear(x_NI, matrix_IO(), b_O) as tf.Tensor2D; // the rank is kept
}
