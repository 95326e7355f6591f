import { tf } from '@assay/engine';
import { l2Loss } from './norm';

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
  // tidy and sqrt keep rank 0, which tfjs types lose
  const norm = tf.tidy(() => tf.sqrt(tf.mul(tf.addN(Object.values(gradients).map(l2Loss)), 2))) as tf.Scalar;
  if (max === null) return { gradients, norm };
  const factor = tf.tidy(() => tf.minimum(tf.div(max, tf.add(norm, 1e-6)), 1));
  const clipped = mapValues(gradients, (gradient) => tf.mul(gradient, factor));
  factor.dispose();
  return { gradients: clipped, norm };
}

/**
 * Limits every value to [-max, max], as PyTorch's `clip_grad_value_`.
 *
 * @param max null: hands the gradients back as they are
 * @returns new tensors (or the given ones when `max` is null)
 */
export function clipByValue(gradients: tf.NamedTensorMap, max: number | null): tf.NamedTensorMap {
  if (max === null) return gradients;
  return mapValues(gradients, (gradient) => tf.clipByValue(gradient, -max, max));
}

function mapValues(tensors: tf.NamedTensorMap, change: (tensor: tf.Tensor) => tf.Tensor): tf.NamedTensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]));
}
