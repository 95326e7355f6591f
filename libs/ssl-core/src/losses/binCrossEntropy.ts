import { gather, logSumExp, tf } from '@assay/engine';

/**
 * Cross-entropy against targets that are spread over a few bins, each row weighed (arXiv 1603.08511, equation 2), as a
 * mean over the rows.
 *
 * Shapes: P places, Q bins, K bins of a target.
 *
 * @param logits_PQ before the softmax
 * @param bins_PK int32, the bins of each place's target
 * @param share_PK what falls into them; each row sums to 1
 * @param weight_P how much each place counts
 */
export function binCrossEntropy(
  logits_PQ: tf.Tensor2D,
  { bins_PK, share_PK, weight_P }: { bins_PK: tf.Tensor2D; share_PK: tf.Tensor2D; weight_P: tf.Tensor1D },
): tf.Scalar {
  const [places, bins] = logits_PQ.shape;
  return tf.tidy(() => {
    const start_P1 = tf.reshape(tf.mul(tf.range(0, places, 1, 'int32'), tf.scalar(bins, 'int32')), [places, 1]);
    const chosen_PK = gather(tf.reshape(logits_PQ, [-1]), tf.add(bins_PK, start_P1));
    const expected_P = tf.sum(tf.mul(chosen_PK, share_PK), 1);
    return tf.mean<tf.Scalar>(tf.mul(tf.sub(logSumExp(logits_PQ), expected_P), weight_P));
  });
}
