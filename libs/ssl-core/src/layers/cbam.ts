import { relu, stopGradient, tf } from '@assay/engine';
import { createBatchNorm } from './batchNorm';
import { createConv } from './conv';
import type { Mode } from './mode';
import type { Scope } from './parameters';
import { createPointLayer, scaleChannels } from './squeezeExcite';

/** Channels over those in between; the paper's. */
const REDUCTION = 16;
/** Side of the window that weighs the places; the paper's. */
const KERNEL = 7;

/** [N, H, W, C] to the same. */
export type Cbam = (x_NHWC: tf.Tensor4D, mode: Mode) => tf.Tensor4D;

/**
 * Convolutional block attention module (arXiv 1807.06521), named as timm's `CbamModule`: each channel times a number that
 * follows from the channels' means and maxima (equation 2), then each place times one that follows from the mean and the
 * maximum over its channels and its neighbours' (equation 3).
 */
export function createCbam(scope: Scope, channels: number): Cbam {
  // As timm: rounded to the nearest whole number, at least one.
  const reduced = Math.max(1, Math.floor(channels / REDUCTION + 0.5));
  const narrow = createPointLayer(scope.child('channel.fc1'), { inputs: channels, outputs: reduced, hasBias: false });
  const widen = createPointLayer(scope.child('channel.fc2'), { inputs: reduced, outputs: channels, hasBias: false });
  const conv = createConv(scope.child('spatial.conv.conv'), { kernel: KERNEL, inputs: 2, outputs: 1 });
  const norm = createBatchNorm(scope.child('spatial.conv.bn'), 1);
  const weigh = (pooled_NC: tf.Tensor2D) => widen(relu(narrow(pooled_NC)));

  return (x_NHWC, mode) => {
    const means_NC = tf.mean<tf.Tensor2D>(x_NHWC, [1, 2]);
    const maxima_NC: tf.Tensor2D = tf.squeeze(maxima(x_NHWC, [1, 2]), [1, 2]);
    const y_NHWC = scaleChannels(x_NHWC, tf.sigmoid(tf.add<tf.Tensor2D>(weigh(means_NC), weigh(maxima_NC))));
    const pooled_NHW2 = tf.concat<tf.Tensor4D>([tf.mean(y_NHWC, 3, true), maxima(y_NHWC, [3])], 3);
    return tf.mul(y_NHWC, tf.sigmoid(norm(conv(pooled_NHW2), mode)));
  };
}

/**
 * Largest values over some axes, which stay with length 1. Where several places hold the largest, the gradient is shared
 * among them, as by PyTorch's `amax`; tfjs would give each the whole. Behind a ReLU ties are common.
 */
function maxima(x_NHWC: tf.Tensor4D, axes: number[]): tf.Tensor4D {
  const isLargest = tf.cast(tf.equal(x_NHWC, tf.max(x_NHWC, axes, true)), 'float32');
  const shares = stopGradient(tf.div(isLargest, tf.sum(isLargest, axes, true)));
  return tf.sum(tf.mul(x_NHWC, shares), axes, true);
}
