import { tf } from '@assay/engine';

/**
 * Absolute error of the pixels in hidden patches, mean over them (SimMIM, arXiv 2111.09886, equation 3; `forward` of the
 * authors' simmim.py, without the 1e-5 in its divisor).
 *
 * Shapes: N pictures, L patches, P pixel values of a patch.
 *
 * @param mask_NL 1 where a patch is hidden, else 0; at least one 1
 */
export function maskedDistance(prediction_NLP: tf.Tensor3D, target_NLP: tf.Tensor3D, mask_NL: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const error_NL = tf.mean(tf.abs(tf.sub(prediction_NLP, target_NLP)), 2);
    return tf.div<tf.Scalar>(tf.sum(tf.mul(error_NL, mask_NL)), tf.sum(mask_NL));
  });
}
