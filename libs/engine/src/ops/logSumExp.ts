import { differentiable, take } from '../differentiable';
import { tf } from '../tf';

/**
 * log(sum(exp(x))) along the last axis, safe for large numbers. tfjs's gradient keeps the exponentials, which are as
 * large as x; this one takes them anew.
 *
 * @param x [..., C]
 * @returns [...]
 */
export function logSumExp(x: tf.Tensor): tf.Tensor {
  return differentiable([x], () => {
    const largest = tf.max(x, -1, true);
    const rest = tf.log(tf.sum(tf.exp(tf.sub(x, largest)), -1, true));
    const y = tf.add(largest, rest); // [..., 1]
    return {
      value: tf.squeeze(y, [-1]),
      saved: [x, y],
      gradient: (dy, saved) => [tf.mul(tf.exp(tf.sub(take(saved, 0), take(saved, 1))), tf.expandDims(dy, -1))],
    };
  });
}
