import { tf } from '@assay/engine';

/**
 * Scales all gradients by one factor so that their global L2 norm is at most `max`, as PyTorch's `clip_grad_norm_`.
 *
 * @param max null: measures the norm and hands the gradients back as they are
 * @returns new tensors (or the given ones when `max` is null) and the norm before clipping
 */
export function clipByGlobalNorm(
  gradients: tf.NamedTensorMap,
  max: number | null,
): { gradients: tf.NamedTensorMap; norm: tf.Scalar } {
  const entries = Object.entries(gradients);
  const norm = tf.tidy(() =>
    tf.sqrt(tf.addN(entries.map(([, gradient]) => tf.sum<tf.Scalar>(tf.square(gradient))))),
  ) as tf.Scalar; // tidy and sqrt keep rank 0, which tfjs types lose
  if (max === null) return { gradients, norm };
  const factor = tf.tidy(() => tf.minimum(tf.div(max, tf.add(norm, 1e-6)), 1));
  const clipped = Object.fromEntries(entries.map(([name, gradient]) => [name, tf.mul(gradient, factor)]));
  factor.dispose();
  return { gradients: clipped, norm };
}
