import { normalise, stopGradient, tf } from '@assay/engine';

/**
 * How far apart embeddings lie: the deviation over the batch of each dimension of the rows brought to length 1, mean over
 * dimensions, times the root of their number (SimSiam, arXiv 2011.10566, section 4.1 and figure 2). About 1: spread over
 * the sphere; 0: collapsed to one point. No gradient.
 *
 * Shapes: N pictures, D width of the embedding.
 */
export function embeddingStd(z_ND: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const unit_ND = normalise(stopGradient(z_ND));
    const centred_ND = tf.sub(unit_ND, tf.mean(unit_ND, 0, true));
    const deviation_D = tf.sqrt(tf.mean(tf.square(centred_ND), 0));
    return tf.mul<tf.Scalar>(tf.mean(deviation_D), Math.sqrt(z_ND.shape[1]));
  });
}
