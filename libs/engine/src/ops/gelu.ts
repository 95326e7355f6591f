import { differentiable, take } from '../differentiable';
import { tf } from '../tf';

const DENSITY_SCALE = 1 / Math.sqrt(2 * Math.PI);

/**
 * x * Phi(x) by the error function, not the tanh approximation (arXiv 1606.08415); PyTorch's default. Any shape.
 *
 * Keeps the slope alone for the gradient, Phi(x) + x * phi(x), and not x and Phi(x): in a transformer these are its
 * widest tensors.
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return differentiable([x], () => {
    const cdf = tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5);
    const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), DENSITY_SCALE);
    return {
      value: tf.mul(x, cdf) as T, // same shape as x
      saved: [tf.add(cdf, tf.mul(x, density))],
      gradient: (dy, saved) => [tf.mul(dy, take(saved, 0))],
    };
  });
}
