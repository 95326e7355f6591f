import { tf } from '@assay/engine';

/**
 * Reconstruction loss of the masked autoencoder (arXiv 2111.06377, section 3; reference code `forward_loss`): mean
 * squared error of each patch's pixels, averaged over the removed patches alone.
 *
 * Shapes: N pictures, L patches, P pixel values a patch.
 *
 * @param prediction_NLP the decoder's output
 * @param target_NLP the true patches
 * @param mask_NL 1 where a patch was removed, 0 where it was seen; at least one 1
 * @param normalisePixels true: each target patch has its own mean subtracted and is divided by its own standard
 *   deviation (unbiased variance, 1e-6 added)
 */
export function maeLoss(
  prediction_NLP: tf.Tensor3D,
  target_NLP: tf.Tensor3D,
  mask_NL: tf.Tensor2D,
  normalisePixels: boolean,
): tf.Scalar {
  return tf.tidy(() => {
    const goal_NLP = normalisePixels ? normalisePatches(target_NLP) : target_NLP;
    const error_NL = tf.mean(tf.square(tf.sub(prediction_NLP, goal_NLP)), 2);
    return tf.div<tf.Scalar>(tf.sum(tf.mul(error_NL, mask_NL)), tf.sum(mask_NL));
  });
}

function normalisePatches(patches_NLP: tf.Tensor3D): tf.Tensor3D {
  const size = patches_NLP.shape[2];
  const centred_NLP = tf.sub<tf.Tensor3D>(patches_NLP, tf.mean(patches_NLP, 2, true));
  const variance_NL1 = tf.div(tf.sum(tf.square(centred_NLP), 2, true), size - 1);
  return tf.mul(centred_NLP, tf.rsqrt(tf.add(variance_NL1, 1e-6)));
}
