import { batchNorm, tf } from '@assay/engine';
import type { BatchNormLayer } from './batchNorm';
import { ones, zeros } from './initialisers';
import type { Scope } from './parameters';

/** PyTorch's defaults. */
const EPSILON = 1e-5;
const MOMENTUM = 0.1;

/**
 * PyTorch's `BatchNorm` with `affine=False` over the last axis: batch norm that learns neither a scale nor an offset. It
 * ends the embeddings of SimSiam and MoCo v3.
 */
export function createFixedBatchNorm(scope: Scope, channels: number): BatchNormLayer {
  const statistic = { shape: [channels] as [number], isTrainable: false };
  const runningMean = scope.parameter<tf.Rank.R1>({ ...statistic, name: 'running_mean', init: zeros });
  const runningVariance = scope.parameter<tf.Rank.R1>({ ...statistic, name: 'running_var', init: ones });

  return (x_NHWC, { training }) =>
    tf.tidy(() => {
      const [scale, offset] = [tf.ones<tf.Rank.R1>([channels]), tf.zeros<tf.Rank.R1>([channels])];
      if (!training) return tf.batchNorm4d(x_NHWC, runningMean, runningVariance, offset, scale, EPSILON);
      const { y, mean, variance } = batchNorm(x_NHWC, scale, offset, EPSILON);
      move(runningMean, mean);
      move(runningVariance, variance);
      return y;
    });
}

function move(running: tf.Variable<tf.Rank.R1>, batch: tf.Tensor1D): void {
  running.assign(tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(batch, MOMENTUM)));
}
