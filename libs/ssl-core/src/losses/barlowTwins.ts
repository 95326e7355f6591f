import { tf } from '@assay/engine';

/** PyTorch's `BatchNorm1d`, which the authors normalise with. */
const EPSILON = 1e-5;

/**
 * Barlow Twins (arXiv 2103.03230, equations 1 and 2): the cross-correlation of the two views' embeddings shall be the
 * identity; sum of the squared distances, those off the diagonal weighted. Unscaled, as the authors' `main.py`.
 *
 * Shapes: N pictures, at least two; D width of the embedding.
 *
 * @param a_ND row i is one view of picture i
 * @param b_ND row i is the other view of picture i
 */
export function barlowTwins(a_ND: tf.Tensor2D, b_ND: tf.Tensor2D, redundancyWeight: number): tf.Scalar {
  const [count, width] = a_ND.shape;
  if (count < 2) throw new Error(`barlowTwins: ${count} rows; at least two pictures needed`);
  return tf.tidy(() => {
    const correlation_DD = tf.div<tf.Tensor2D>(tf.matMul(standardise(a_ND), standardise(b_ND), true), count);
    const identity_DD = tf.oneHot(tf.range(0, width, 1, 'int32'), width, 1, 0, 'float32');
    const error_DD = tf.square(tf.sub(correlation_DD, identity_DD));
    const onDiagonal = tf.sum<tf.Scalar>(tf.mul(error_DD, identity_DD));
    return tf.add(tf.mul(onDiagonal, 1 - redundancyWeight), tf.mul(tf.sum<tf.Scalar>(error_DD), redundancyWeight));
  });
}

/** Each dimension to mean 0 and variance 1 over the batch. */
function standardise(x_ND: tf.Tensor2D): tf.Tensor2D {
  const centred_ND = tf.sub<tf.Tensor2D>(x_ND, tf.mean(x_ND, 0, true));
  const variance_1D = tf.mean(tf.square(centred_ND), 0, true);
  return tf.mul(centred_ND, tf.rsqrt(tf.add(variance_1D, EPSILON)));
}
