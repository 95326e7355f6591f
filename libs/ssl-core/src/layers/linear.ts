import { linear, tf } from '@assay/engine';
import { type Initialiser, truncatedNormal, zeros } from './initialisers';
import type { Scope } from './parameters';

export type LinearOptions = { inputs: number; outputs: number; init?: Initialiser; hasBias?: boolean };

/** [..., inputs] to [..., outputs]. */
export type LinearLayer = <T extends tf.Tensor>(x: T) => T;

export function createLinear(scope: Scope, options: LinearOptions): LinearLayer {
  const { inputs, outputs, init = truncatedNormal(0.02), hasBias = true } = options;
  const w_IO = scope.parameter<tf.Rank.R2>({ name: 'weight', shape: [inputs, outputs], layout: 'linear', init });
  if (!hasBias) return <T extends tf.Tensor>(x: T) => withoutBias(x, w_IO) as T; // same rank as x
  const b_O = scope.parameter<tf.Rank.R1>({ name: 'bias', shape: [outputs], init: zeros });
  return <T extends tf.Tensor>(x: T) => linear(x, w_IO, b_O) as T; // same rank as x
}

function withoutBias(x: tf.Tensor, w_IO: tf.Tensor2D): tf.Tensor {
  const rows = tf.matMul(tf.reshape(x, [-1, w_IO.shape[0]]), w_IO);
  return tf.reshape(rows, [...x.shape.slice(0, -1), w_IO.shape[1]]);
}
