import { tf } from '@assay/engine';

/**
 * NT-Xent, the contrastive loss of SimCLR (arXiv 2002.05709, equation 1).
 *
 * For each of the 2N embeddings: cross-entropy of finding its partner among the 2N - 1 others, by cosine similarity
 * over the temperature; mean over all 2N.
 *
 * Shapes: N pictures, D width of the embedding, M = 2N.
 *
 * @param z_MD row i and row i + N are the two views of picture i; rows need no unit length
 * @param temperature above 0
 */
export function ntXent(z_MD: tf.Tensor2D, temperature: number): tf.Scalar {
  const count = z_MD.shape[0];
  if (count < 4 || count % 2 === 1) throw new Error(`ntXent: ${count} rows; two views of at least two pictures needed`);
  return tf.tidy(() => {
    const inverseNorm_M1 = tf.rsqrt(tf.add(tf.sum(tf.square(z_MD), 1, true), 1e-24));
    const unit_MD = tf.mul<tf.Tensor2D>(z_MD, inverseNorm_M1);
    const [a_ND, b_ND] = tf.split(unit_MD, 2, 0);
    if (!a_ND || !b_ND) throw new Error('ntXent: split gave fewer than two parts');

    const similarity_MM = tf.div(tf.matMul(unit_MD, unit_MD, false, true), temperature);
    // An embedding is not its own negative: exp(-1e9) is 0 in float32.
    const self_MM = tf.mul(tf.oneHot(tf.range(0, count, 1, 'int32'), count), -1e9);
    const all_M = tf.logSumExp(tf.add(similarity_MM, self_MM), 1);
    const positive_N = tf.div(tf.sum(tf.mul(a_ND, b_ND), 1), temperature);
    return tf.sub<tf.Scalar>(tf.mean(all_M), tf.mean(positive_N));
  });
}
