import { differentiable, take } from '../differentiable';
import { tf } from '../tf';

/**
 * Brings each row to length 1: x / max(|x|, epsilon) along the last axis, with PyTorch's `F.normalize` and its default
 * epsilon. A row of zeros stays one, and its gradient is finite.
 *
 * @param x [..., D]
 */
export function normalise<T extends tf.Tensor>(x: T, epsilon = 1e-12): T {
  return differentiable([x], () => {
    const squares = tf.sum(tf.square(x), -1, true);
    const inverse = tf.rsqrt(tf.maximum(squares, epsilon ** 2)); // [..., 1]
    const y = tf.mul(x, inverse);
    // Below epsilon the divisor is constant.
    const isLong = tf.cast(tf.greater(squares, epsilon ** 2), 'float32');
    return {
      value: y as T, // same shape as x
      saved: [y, inverse, isLong],
      gradient: (dy, saved) => {
        const y = take(saved, 0);
        const along = tf.mul(tf.sum(tf.mul(dy, y), -1, true), take(saved, 2));
        return [tf.mul(tf.sub(dy, tf.mul(y, along)), take(saved, 1))];
      },
    };
  });
}
