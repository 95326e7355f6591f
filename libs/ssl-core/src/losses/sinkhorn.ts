import { logSumExp, tf } from '@assay/engine';

export type SinkhornOptions = {
  /** Softness: the nearer to 0, the nearer to one prototype a row. */
  epsilon: number;
  iterations: number;
  /** 1 where a row takes no part, else 0; all take part when not given. */
  absent_N?: tf.Tensor1D;
};

/**
 * Soft assignments of rows to prototypes under which every prototype gets the same share: Sinkhorn-Knopp (Cuturi 2013,
 * arXiv 1306.0895) as SwAV uses it (arXiv 2006.09882, section 3.1 and appendix A; `distributed_sinkhorn` of the authors'
 * main_swav.py). `exp(scores / epsilon)`, then in turns each prototype's sum and each row's sum are made 1. Computed in
 * logarithms, so that no epsilon overflows.
 *
 * Shapes: N rows, K prototypes.
 *
 * @param scores_NK cosine similarities
 * @returns [N, K], each row sums to 1; what an absent row gets is its share at the others' prices
 */
export function sinkhorn(scores_NK: tf.Tensor2D, { epsilon, iterations, absent_N }: SinkhornOptions): tf.Tensor2D {
  return tf.tidy(() => {
    const log_NK = tf.div<tf.Tensor2D>(scores_NK, epsilon);
    const log_KN = tf.transpose(log_NK);
    // exp(-1e9) is 0 in float32.
    const left_N = absent_N ? tf.mul(absent_N, -1e9) : tf.zeros([scores_NK.shape[0]]);
    let row_N: tf.Tensor = tf.zerosLike(left_N);
    let prototype_K: tf.Tensor = tf.zeros([scores_NK.shape[1]]);
    for (let turn = 0; turn < iterations; turn++) {
      prototype_K = tf.neg(logSumExp(tf.add(log_KN, tf.add(row_N, left_N))));
      row_N = tf.neg(logSumExp(tf.add(log_NK, prototype_K)));
    }
    return tf.exp(tf.add(tf.add(log_NK, prototype_K), tf.expandDims(row_N, 1)));
  });
}
