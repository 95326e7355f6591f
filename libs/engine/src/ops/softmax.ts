import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/** exp(x) over its sum along the last axis, in one operation of TensorFlow where tfjs takes five. [..., C] */
export function softmax<T extends tf.Tensor>(x: T): T {
  return differentiable([x], () => {
    const y = executeOne('Softmax', [attribute.type('T', 'float32')], [x]);
    return {
      value: y as T, // same shape as x
      saved: [y],
      gradient: (dy, saved) => {
        const y = take(saved, 0);
        return [tf.mul(tf.sub(dy, tf.sum(tf.mul(dy, y), -1, true)), y)];
      },
    };
  });
}

/** Logarithm of `softmax`, exact where softmax rounds to 0. [..., C] */
export function logSoftmax<T extends tf.Tensor>(x: T): T {
  return differentiable([x], () => {
    const y = executeOne('LogSoftmax', [attribute.type('T', 'float32')], [x]);
    return {
      value: y as T, // same shape as x
      saved: [y],
      gradient: (dy, saved) => [tf.sub(dy, tf.mul(tf.exp(take(saved, 0)), tf.sum(dy, -1, true)))],
    };
  });
}
