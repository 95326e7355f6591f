import { segmentSum, tf } from '@assay/engine';
import { meanEntropy } from './entropy';

/**
 * How many codes are in use, as if all of those were used alike: exp of the entropy of their shares. 1 where every place
 * has the same code, K where all K are as frequent.
 *
 * @param codes_M int32, each in [0, K)
 */
export function codePerplexity(codes_M: tf.Tensor1D, codes: number): tf.Scalar {
  return tf.tidy(() => perplexity(tf.div(countCodes(codes_M, codes), codes_M.size)));
}

/** The same of given shares. @param shares_K not negative, their sum 1 */
export function perplexity(shares_K: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => tf.exp(meanEntropy(tf.expandDims(shares_K, 0))));
}

/** How often each code occurs, float32 [K]. */
export function countCodes(codes_M: tf.Tensor1D, codes: number): tf.Tensor1D {
  return tf.tidy(() => segmentSum(tf.ones([codes_M.size]), codes_M, codes) as tf.Tensor1D); // one number a segment
}
