import { batchNorm, isRecomputing, tf } from '@assay/engine';
import { ones, zeros } from './initialisers';
import type { Mode } from './mode';
import type { Scope } from './parameters';

/** PyTorch's defaults; a momentum is the new batch's share of the running statistics. */
const PYTORCH = { epsilon: 1e-5, momentum: 0.1 };

export type BatchNormOptions = { epsilon: number; momentum: number };

export type BatchNormLayer = (x_NHWC: tf.Tensor4D, mode: Mode) => tf.Tensor4D;

/**
 * PyTorch's `BatchNorm2d` over the last axis: in training by the batch's statistics, which also move the running ones
 * (unbiased variance); otherwise by the running ones. PyTorch's `num_batches_tracked` is not kept: nothing
 * reads it at a fixed momentum, and PyTorch's strict loading fills it in.
 */
export function createBatchNorm(
  scope: Scope,
  channels: number,
  { epsilon, momentum }: BatchNormOptions = PYTORCH,
): BatchNormLayer {
  const shape: [number] = [channels];
  const scale = scope.parameter<tf.Rank.R1>({ name: 'weight', shape, init: ones });
  const offset = scope.parameter<tf.Rank.R1>({ name: 'bias', shape, init: zeros });
  const statistic = { shape, isTrainable: false };
  const runningMean = scope.parameter<tf.Rank.R1>({ ...statistic, name: 'running_mean', init: zeros });
  const runningVariance = scope.parameter<tf.Rank.R1>({ ...statistic, name: 'running_var', init: ones });

  return (x_NHWC, mode) => {
    if (!mode.training) return tf.batchNorm4d(x_NHWC, runningMean, runningVariance, offset, scale, epsilon);
    const { y, mean, variance } = batchNorm(x_NHWC, scale, offset, epsilon);
    if (!isRecomputing()) {
      move(runningMean, mean, momentum);
      move(runningVariance, variance, momentum);
    }
    mean.dispose();
    variance.dispose();
    return y;
  };
}

function move(running: tf.Variable<tf.Rank.R1>, batch: tf.Tensor1D, momentum: number): void {
  tf.tidy(() => running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum))));
}
