import { sparseSoftmaxCrossEntropy, stopGradient, tf } from '@assay/engine';

/** A contrastive task's loss, and how often the right answer had the highest score. */
export type Contrast = { loss: tf.Scalar; contrastAccuracy: tf.Scalar };

/**
 * InfoNCE against a queue (MoCo, arXiv 1911.05722, equation 1 and algorithm 1): each query finds its own key among
 * itself and all keys of the queue. No gradient flows into keys or queue.
 *
 * Shapes: N pictures, K keys in the queue, D width of the embedding.
 *
 * @param query_ND rows of length 1, as those of the others
 * @param key_ND row i is the positive of query i
 * @param temperature above 0
 */
export function queueContrast(
  query_ND: tf.Tensor2D,
  { key_ND, queue_KD, temperature }: { key_ND: tf.Tensor2D; queue_KD: tf.Tensor2D; temperature: number },
): Contrast {
  return tf.tidy(() => {
    const positive_N1 = tf.sum(tf.mul(query_ND, stopGradient(key_ND)), 1, true);
    const negative_NK = tf.matMul(query_ND, stopGradient(queue_KD), false, true);
    const logits_NC = tf.div<tf.Tensor2D>(tf.concat([positive_N1, negative_NK], 1), temperature);
    return contrast(logits_NC, tf.zeros([logits_NC.shape[0]], 'int32'));
  });
}

/**
 * InfoNCE within a batch (MoCo v3, arXiv 2104.02057, equation 1 and algorithm 1): each query finds its own key among
 * the keys of the other view; cross-entropy times twice the temperature. No gradient flows into the keys.
 *
 * Shapes: N pictures, D width of the embedding.
 *
 * @param query_ND rows of length 1, as those of the keys
 * @param key_ND row i is the positive of query i
 * @param temperature above 0
 */
export function batchContrast(query_ND: tf.Tensor2D, key_ND: tf.Tensor2D, temperature: number): Contrast {
  return tf.tidy(() => {
    const logits_NN = tf.div<tf.Tensor2D>(tf.matMul(query_ND, stopGradient(key_ND), false, true), temperature);
    const own_N = tf.range(0, query_ND.shape[0], 1, 'int32');
    const { loss, contrastAccuracy } = contrast(logits_NN, own_N);
    return { loss: tf.mul(loss, 2 * temperature), contrastAccuracy };
  });
}

/** Mean cross-entropy of rows of scores, each with one right place. */
function contrast(logits_NC: tf.Tensor2D, right_N: tf.Tensor1D): Contrast {
  const found_N = tf.cast(tf.equal(tf.argMax(logits_NC, 1), right_N), 'float32');
  return {
    loss: tf.mean(sparseSoftmaxCrossEntropy(logits_NC, right_N)),
    contrastAccuracy: tf.mean<tf.Scalar>(found_N),
  };
}
