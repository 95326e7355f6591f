import { differentiable, take } from '../differentiable';
import { tf } from '../tf';

/**
 * x * sigmoid(x) (arXiv 1702.03118), also called swish. Any shape.
 *
 * Keeps the slope alone for the gradient, as `gelu`: with s the sigmoid and y the output, s + y * (1 - s).
 */
export function silu<T extends tf.Tensor>(x: T): T {
  return differentiable([x], () => {
    const s = tf.sigmoid(x);
    const y = tf.mul(x, s);
    return {
      value: y as T, // same shape as x
      saved: [tf.sub(tf.add(s, y), tf.mul(s, y))],
      gradient: (dy, saved) => [tf.mul(dy, take(saved, 0))],
    };
  });
}
