import { tf } from '@assay/engine';

/**
 * Entropy of distributions in nats, mean over the rows: log K where all classes are alike, 0 where one has everything.
 *
 * @param p_NK each row sums to 1
 */
export function meanEntropy(p_NK: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    // 0 log 0 is 0: the floor is far below what counts.
    const log_NK = tf.log(tf.maximum(p_NK, 1e-30));
    return tf.neg(tf.mean(tf.sum(tf.mul(p_NK, log_NK), 1)));
  });
}
