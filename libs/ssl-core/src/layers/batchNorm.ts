import { batchNorm, isRecomputing, tf } from '@assay/engine';
import { ones, zeros } from './initialisers';
import type { Mode } from './mode';
import type { Scope } from './parameters';

/** A momentum is the new batch's share of the running statistics. Both are PyTorch's when not given. */
export type BatchNormOptions = { epsilon?: number; momentum?: number; isAffine?: boolean };

export type BatchNormLayer = (x_NHWC: tf.Tensor4D, mode: Mode) => tf.Tensor4D;

/**
 * PyTorch's `BatchNorm2d` over the last axis: in training by the batch's statistics, which also move the running ones
 * (unbiased variance); otherwise by the running ones. PyTorch's `num_batches_tracked` is not kept: nothing
 * reads it at a fixed momentum, and PyTorch's strict loading fills it in.
 *
 * @param options.isAffine whether it learns a scale and an offset
 */
export function createBatchNorm(
  scope: Scope,
  channels: number,
  { epsilon = 1e-5, momentum = 0.1, isAffine = true }: BatchNormOptions = {},
): BatchNormLayer {
  const shape: [number] = [channels];
  const learned = isAffine && {
    scale: scope.parameter<tf.Rank.R1>({ name: 'weight', shape, init: ones }),
    offset: scope.parameter<tf.Rank.R1>({ name: 'bias', shape, init: zeros }),
  };
  const statistic = { shape, isTrainable: false };
  const runningMean = scope.parameter<tf.Rank.R1>({ ...statistic, name: 'running_mean', init: zeros });
  const runningVariance = scope.parameter<tf.Rank.R1>({ ...statistic, name: 'running_var', init: ones });

  return (x_NHWC, { training }) =>
    tf.tidy(() => {
      const { scale, offset } = learned || { scale: tf.ones<tf.Rank.R1>(shape), offset: tf.zeros<tf.Rank.R1>(shape) };
      if (!training) return tf.batchNorm4d(x_NHWC, runningMean, runningVariance, offset, scale, epsilon);
      const { y, mean, variance } = batchNorm(x_NHWC, scale, offset, epsilon);
      if (!isRecomputing()) {
        move(runningMean, mean, momentum);
        move(runningVariance, variance, momentum);
      }
      return y;
    });
}

/** The same of rows: as maps of one pixel. */
export function normRows(x_ND: tf.Tensor2D, norm: BatchNormLayer, mode: Mode): tf.Tensor2D {
  return tf.tidy(() => tf.reshape(norm(tf.reshape(x_ND, [x_ND.shape[0], 1, 1, x_ND.shape[1]]), mode), x_ND.shape));
}

function move(running: tf.Variable<tf.Rank.R1>, batch: tf.Tensor1D, momentum: number): void {
  running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum)));
}
