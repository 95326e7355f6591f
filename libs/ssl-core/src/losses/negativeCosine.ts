import { normalise, stopGradient, tf } from '@assay/engine';

/**
 * Minus the cosine similarity of a prediction and its target, mean over the batch (SimSiam, arXiv 2011.10566, equation 1;
 * BYOL's squared distance of unit vectors is 2 plus twice this, arXiv 2006.07733, equation 2). No gradient flows into
 * the target.
 *
 * Shapes: N pictures, D width of the embedding. Rows need no unit length.
 *
 * @returns in [-1, 1]
 */
export function negativeCosine(prediction_ND: tf.Tensor2D, target_ND: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const cosine_N = tf.sum(tf.mul(normalise(prediction_ND), stopGradient(normalise(target_ND))), 1);
    return tf.neg(tf.mean<tf.Scalar>(cosine_N));
  });
}
