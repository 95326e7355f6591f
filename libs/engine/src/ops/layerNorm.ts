import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * Layer normalisation over the last axis (arXiv 1607.06450) with the biased variance, as PyTorch.
 *
 * @param x [..., D]
 * @param scale [D]
 * @param offset [D]
 */
export function layerNorm<T extends tf.Tensor>(x: T, scale: tf.Tensor1D, offset: tf.Tensor1D, epsilon: number): T {
  return differentiable([x, scale, offset], () => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
    const normal = tf.mul(centred, inverse);
    return {
      value: tf.add(tf.mul(normal, scale), offset) as T, // same shape as x
      saved: [normal, inverse, scale],
      gradient: (dy, saved) => {
        const normal = take(saved, 0);
        const dNormal = tf.mul(dy, take(saved, 2));
        const along = tf.mul(normal, tf.mean(tf.mul(dNormal, normal), -1, true));
        const dx = tf.mul(tf.sub(tf.sub(dNormal, tf.mean(dNormal, -1, true)), along), take(saved, 1));
        return [dx, sumRows(tf.mul(dy, normal)), sumRows(dy)];
      },
    };
  });
}

/** Sum over all axes but the last. BiasAddGrad takes a half to a third of Sum's time for it. */
function sumRows(x: tf.Tensor): tf.Tensor {
  return executeOne('BiasAddGrad', [attribute.type('T', 'float32')], [tf.reshape(x, [-1, x.shape.at(-1) ?? 1])]);
}
