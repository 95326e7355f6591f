import { logSoftmax, tf } from '@assay/engine';

/**
 * Divergence of each place's distribution over the codes from the even one (arXiv 2102.12092, equation 1: the prior is
 * even while the autoencoder learns): log K minus its entropy, mean over the places, in nats.
 *
 * Shapes: M places, K codes.
 */
export function evenDivergence(logits_MK: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const [places, codes] = logits_MK.shape;
    const log_MK = logSoftmax(logits_MK);
    const negentropy = tf.div<tf.Scalar>(tf.sum(tf.mul(tf.exp(log_MK), log_MK)), places);
    return tf.add(negentropy, Math.log(codes));
  });
}
