import { tf } from '@assay/engine';

/**
 * Reconstruction loss of the context encoder (arXiv 1604.07379, equation 1 and section 4): squared error over what is
 * painted, the band that overlaps what is seen counting more; mean over the painted values.
 *
 * Shapes: N pictures, H, W sides, C channels.
 *
 * @param painted_NHW1 1 where something is painted, else 0; at least one 1
 * @param weight_NHW1 how much the error counts there, 0 elsewhere
 */
export function holeLoss(
  prediction_NHWC: tf.Tensor4D,
  target_NHWC: tf.Tensor4D,
  { painted_NHW1, weight_NHW1 }: { painted_NHW1: tf.Tensor4D; weight_NHW1: tf.Tensor4D },
): tf.Scalar {
  return tf.tidy(() => {
    const error_NHW1 = tf.mean(tf.square(tf.sub(prediction_NHWC, target_NHWC)), 3, true);
    return tf.div<tf.Scalar>(tf.sum(tf.mul(error_NHW1, weight_NHW1)), tf.sum(painted_NHW1));
  });
}
