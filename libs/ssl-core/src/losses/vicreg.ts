import { relu, tf } from '@assay/engine';

/** Keeps the square root's slope finite (arXiv 2105.04906, section 4.1). */
const EPSILON = 1e-4;

export type VicregTerms = { invariance: tf.Scalar; variance: tf.Scalar; covariance: tf.Scalar };

/**
 * The three terms of VICReg (arXiv 2105.04906, equations 1 to 5), unweighted, as the authors' `main_vicreg.py` sums them:
 * mean squared distance of the views; how far the deviation of each dimension is below 1, mean over dimensions and
 * views; and the squared covariances of different dimensions over their number, summed over the views.
 *
 * Shapes: N pictures, at least two; D width of the embedding.
 *
 * @param a_ND row i is one view of picture i
 * @param b_ND row i is the other view of picture i
 */
export function vicregTerms(a_ND: tf.Tensor2D, b_ND: tf.Tensor2D): VicregTerms {
  const count = a_ND.shape[0];
  if (count < 2) throw new Error(`vicreg: ${count} rows; at least two pictures needed`);
  return tf.tidy(() => {
    const [a, b] = [spreadTerms(a_ND), spreadTerms(b_ND)];
    return {
      invariance: tf.mean<tf.Scalar>(tf.square(tf.sub(a_ND, b_ND))),
      variance: tf.div<tf.Scalar>(tf.add(a.variance, b.variance), 2),
      covariance: tf.add<tf.Scalar>(a.covariance, b.covariance),
    };
  });
}

function spreadTerms(x_ND: tf.Tensor2D): Pick<VicregTerms, 'variance' | 'covariance'> {
  const [count, width] = x_ND.shape;
  const centred_ND = tf.sub<tf.Tensor2D>(x_ND, tf.mean(x_ND, 0, true));
  const variance_D = tf.div(tf.sum(tf.square(centred_ND), 0), count - 1);
  const missing_D = relu(tf.sub(1, tf.sqrt(tf.add(variance_D, EPSILON))));
  const covariance_DD = tf.div<tf.Tensor2D>(tf.matMul(centred_ND, centred_ND, true), count - 1);
  const off_DD = tf.sub(1, tf.oneHot(tf.range(0, width, 1, 'int32'), width, 1, 0, 'float32'));
  const covariance = tf.div<tf.Scalar>(tf.sum(tf.square(tf.mul(covariance_DD, off_DD))), width);
  return { variance: tf.mean<tf.Scalar>(missing_D), covariance };
}
