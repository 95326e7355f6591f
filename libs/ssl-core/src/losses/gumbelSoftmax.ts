import { softmax, stopGradient, tf } from '@assay/engine';

/**
 * A sample of categories that has a gradient (Jang et al., arXiv 1611.01144, section 2): softmax of logits with Gumbel
 * noise, over the temperature. `isHard`: the largest one alone, with the gradient of the soft sample (straight-through).
 *
 * Shapes: M samples, K categories.
 *
 * @param gumbel_MK standard Gumbel noise
 * @param temperature above 0; towards 0 a sample becomes one category
 * @returns rows that sum to 1
 */
export function gumbelSoftmax(
  logits_MK: tf.Tensor2D,
  gumbel_MK: tf.Tensor2D,
  { temperature, isHard }: { temperature: tf.Scalar | number; isHard: boolean },
): tf.Tensor2D {
  return tf.tidy(() => {
    const soft_MK = softmax(tf.div<tf.Tensor2D>(tf.add(logits_MK, gumbel_MK), temperature));
    if (!isHard) return soft_MK;
    const hard_MK = tf.cast(tf.oneHot(tf.argMax<tf.Tensor1D>(soft_MK, 1), soft_MK.shape[1]), 'float32');
    return tf.add(stopGradient(tf.sub(hard_MK, soft_MK)), soft_MK);
  });
}

/** Standard Gumbel noise of uniform numbers in [0, 1). */
export function gumbelFrom<T extends tf.Tensor>(uniform: T): T {
  // 0 has no logarithm.
  return tf.tidy(() => tf.neg(tf.log(tf.neg(tf.log(tf.maximum(uniform, 1e-7))))) as T); // the same shape
}
