import { tf } from '@assay/engine';

/**
 * Loss of a discriminator (arXiv 1406.2661, equation 1, as a binary cross-entropy): -log of the probability that real
 * pictures are called real, and made ones made; each a mean.
 *
 * @param real_N logits of real pictures
 * @param made_N logits of made ones, through which no gradient shall reach their maker
 */
export function discriminatorLoss(real_N: tf.Tensor1D, made_N: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => tf.add<tf.Scalar>(meanSoftplus(tf.neg(real_N)), meanSoftplus(made_N)));
}

/**
 * Loss of the maker, the form that does not saturate (arXiv 1406.2661, section 3): -log of the probability that its
 * pictures are called real.
 *
 * @param made_N logits by a discriminator whose weights count as given
 */
export function makerLoss(made_N: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => meanSoftplus(tf.neg(made_N)));
}

/** -log(sigmoid(-x)) = softplus(x). */
function meanSoftplus(x: tf.Tensor1D): tf.Scalar {
  return tf.mean<tf.Scalar>(tf.softplus(x));
}
