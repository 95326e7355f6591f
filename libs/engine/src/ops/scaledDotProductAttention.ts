import { barrier } from '../barrier';
import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * softmax(q · kᵀ * scale) · v for each head (arXiv 1706.03762, section 3.2.1).
 *
 * The weights, S x T for each head, are kept for the gradient only where they are smaller than q, k and v together;
 * else they are computed a second time (as in arXiv 2205.14135, though not block by block). The sum in softmax's
 * gradient is taken over the output, which is narrower: sum(dweights * weights) = sum(dy * y).
 *
 * Shapes: N pictures, H heads, S queries, T keys, d width of a head.
 *
 * @param q_NHSd [N, H, S, d]
 * @param k_NHTd [N, H, T, d]
 * @param v_NHTd [N, H, T, d]
 * @param options.scale d ** -0.5 when not given
 * @returns [N, H, S, d]
 */
export function scaledDotProductAttention(
  q_NHSd: tf.Tensor4D,
  k_NHTd: tf.Tensor4D,
  v_NHTd: tf.Tensor4D,
  { scale = (q_NHSd.shape[3] ?? 1) ** -0.5 }: { scale?: number } = {},
): tf.Tensor4D {
  const [count, heads, queries] = q_NHSd.shape;
  const keepsWeights = count * heads * queries * k_NHTd.shape[2] <= q_NHSd.size + k_NHTd.size + v_NHTd.size;
  return differentiable([q_NHSd, k_NHTd, v_NHTd], () => {
    const weights = attend(q_NHSd, k_NHTd, scale);
    const y = multiply(weights, v_NHTd) as tf.Tensor4D; // [N, H, S, d]
    return {
      value: y,
      saved: [q_NHSd, k_NHTd, v_NHTd, y, ...(keepsWeights ? [weights] : [])],
      gradient: (dy, saved) => {
        const [q, k, v, y] = [take(saved, 0), take(saved, 1), take(saved, 2), take(saved, 3)];
        const weights = saved[4] ?? attendAgain(q, k, { scale, after: dy });
        const dv = multiply(weights, dy, { transposeA: true });
        const dWeights = multiply(dy, v, { transposeB: true });
        const along = tf.sum(tf.mul(dy, y), -1, true);
        const dScores = tf.mul(tf.sub(dWeights, along), weights);
        // The scale goes to the narrow tensors.
        const dq = tf.mul(multiply(dScores, k), scale);
        const dk = tf.mul(multiply(dScores, q, { transposeA: true }), scale);
        return [dq, dk, dv];
      },
    };
  });
}

/** [N, H, S, T], each row sums to 1. */
function attend(q: tf.Tensor, k: tf.Tensor, scale: number): tf.Tensor {
  const scores = multiply(tf.mul(q, scale), k, { transposeB: true });
  return executeOne('Softmax', [attribute.type('T', 'float32')], [scores]);
}

function attendAgain(q: tf.Tensor, k: tf.Tensor, { scale, after }: { scale: number; after: tf.Tensor }): tf.Tensor {
  const [laterQ, laterK] = barrier([q, k], after);
  if (!laterQ || !laterK) throw new Error('barrier gave too few tensors');
  return attend(laterQ, laterK, scale);
}

function multiply(a: tf.Tensor, b: tf.Tensor, { transposeA = false, transposeB = false } = {}): tf.Tensor {
  const transposes = [attribute.bool('adj_x', transposeA), attribute.bool('adj_y', transposeB)];
  return executeOne('BatchMatMulV2', [attribute.type('T', 'float32'), ...transposes], [a, b]);
}
