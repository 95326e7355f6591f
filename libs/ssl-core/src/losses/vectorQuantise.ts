import { gather, normalise, segmentSum, stopGradient, tf } from '@assay/engine';
import { countCodes } from './perplexity';

export type Quantised = {
  /** int32, the nearest code of each row, [M]. */
  codes_M: tf.Tensor1D;
  /** Its vector, with the gradient of the row itself (straight-through), [M, E]. */
  quantised_ME: tf.Tensor2D;
  /** Squared distance of rows and their codes, mean over all values; draws the rows to the codes. */
  commitment: tf.Scalar;
};

/**
 * The nearest code of each row by cosine (BEiT v2, arXiv 2208.06366, section 2.2; `NormEMAVectorQuantizer` of the
 * authors' norm_ema_quantizer.py).
 *
 * Shapes: M rows, K codes, E their width.
 *
 * @param z_ME rows of length 1
 * @param codebook_KE rows of length 1; no gradient flows into it
 */
export function vectorQuantise(z_ME: tf.Tensor2D, codebook_KE: tf.Tensor2D): Quantised {
  return tf.tidy(() => {
    const codes_M = nearestCodes(z_ME, codebook_KE);
    const chosen_ME = stopGradient(gather(codebook_KE, codes_M) as tf.Tensor2D); // a row of two axes each
    const commitment = tf.mean<tf.Scalar>(tf.square(tf.sub(z_ME, chosen_ME)));
    const quantised_ME = tf.add<tf.Tensor2D>(z_ME, stopGradient(tf.sub(chosen_ME, z_ME)));
    return { codes_M, quantised_ME, commitment };
  });
}

/** Of unit rows the nearest is the one with the largest product. */
export function nearestCodes(z_ME: tf.Tensor2D, codebook_KE: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.argMax<tf.Tensor1D>(tf.matMul(z_ME, codebook_KE, false, true), 1));
}

/**
 * The codebook after a step: each code moves towards the mean direction of the rows that chose it, and is brought to
 * length 1 again; one that nobody chose stays. Shapes as above.
 */
export function nextCodebook(
  codebook_KE: tf.Tensor2D,
  { z_ME, codes_M, decay }: { z_ME: tf.Tensor2D; codes_M: tf.Tensor1D; decay: number },
): tf.Tensor2D {
  return tf.tidy(() => {
    const codes = codebook_KE.shape[0];
    const isChosen_K1 = tf.expandDims(tf.greater(countCodes(codes_M, codes), 0), 1);
    const direction_KE = normalise(segmentSum(stopGradient(z_ME), codes_M, codes));
    const goal_KE = tf.where(isChosen_K1, direction_KE, codebook_KE);
    return normalise(tf.add<tf.Tensor2D>(tf.mul(codebook_KE, decay), tf.mul(goal_KE, 1 - decay)));
  });
}
