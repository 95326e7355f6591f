import { differentiable, take } from '../differentiable';
import { barrier } from '../graph/update';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * softmax(q · kᵀ * scale) · v for each head (arXiv 1706.03762, section 3.2.1).
 *
 * The weights, S x T for each head, are kept for the gradient only where they are smaller than q, k and v together;
 * else they are computed a second time (as in arXiv 2205.14135, though not block by block), and the sum in softmax's
 * gradient is taken over the output, which is narrower then: sum(dweights * weights) = sum(dy * y).
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
  const isNarrow = count * heads * queries * k_NHTd.shape[2] <= q_NHSd.size + k_NHTd.size + v_NHTd.size;
  const scaled_NHSd = tf.mul<tf.Tensor4D>(q_NHSd, scale);
  // tfjs's own gradients keep the weights and are as fast as any.
  if (isNarrow) return tf.matMul(tf.softmax(tf.matMul(scaled_NHSd, k_NHTd, false, true)), v_NHTd);
  return attendTwice(scaled_NHSd, k_NHTd, v_NHTd);
}

/** Attention that computes its weights again for the gradient. */
function attendTwice(scaled_NHSd: tf.Tensor4D, k_NHTd: tf.Tensor4D, v_NHTd: tf.Tensor4D): tf.Tensor4D {
  return differentiable([scaled_NHSd, k_NHTd, v_NHTd], () => {
    const y = multiply(attend(scaled_NHSd, k_NHTd), v_NHTd) as tf.Tensor4D; // [N, H, S, d]
    return {
      value: y,
      saved: [scaled_NHSd, k_NHTd, v_NHTd, y],
      gradient: (dy, saved) => {
        const [scaled, k, v, y] = [take(saved, 0), take(saved, 1), take(saved, 2), take(saved, 3)];
        const [laterScaled, laterK] = barrier([scaled, k], dy);
        if (!laterScaled || !laterK) throw new Error('barrier gave too few tensors');
        const weights = attend(laterScaled, laterK);
        const dv = multiply(weights, dy, { transposeA: true });
        const dWeights = multiply(dy, v, { transposeB: true });
        const along = tf.sum(tf.mul(dy, y), -1, true);
        const dScores = tf.mul(tf.sub(dWeights, along), weights);
        return [multiply(dScores, k), multiply(dScores, scaled, { transposeA: true }), dv];
      },
    };
  });
}

/** [N, H, S, T], each row sums to 1. */
function attend(scaled: tf.Tensor, k: tf.Tensor): tf.Tensor {
  const scores = multiply(scaled, k, { transposeB: true });
  return executeOne('Softmax', [attribute.type('T', 'float32')], [scores]);
}

function multiply(a: tf.Tensor, b: tf.Tensor, { transposeA = false, transposeB = false } = {}): tf.Tensor {
  const transposes = [attribute.bool('adj_x', transposeA), attribute.bool('adj_y', transposeB)];
  return executeOne('BatchMatMulV2', [attribute.type('T', 'float32'), ...transposes], [a, b]);
}
