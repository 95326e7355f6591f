import { scaledDotProductAttention, tf } from '@assay/engine';
import { createLinear } from './linear';
import type { Scope } from './parameters';

/** [N, T, D] to [N, T, D]. */
export type Attention = (x_NTD: tf.Tensor3D) => tf.Tensor3D;

/** Multi-head self-attention (arXiv 1706.03762, section 3.2) with one matrix for queries, keys and values, as timm. */
export function createAttention(scope: Scope, { width, heads }: { width: number; heads: number }): Attention {
  const qkv = createLinear(scope.child('qkv'), { inputs: width, outputs: 3 * width });
  const project = createLinear(scope.child('proj'), { inputs: width, outputs: width });
  const headWidth = width / heads;

  return (x_NTD) => {
    const [count, tokens] = x_NTD.shape;
    const parts = tf.transpose(tf.reshape(qkv(x_NTD), [count, tokens, 3, heads, headWidth]), [2, 0, 3, 1, 4]);
    const [q_NHTd, k_NHTd, v_NHTd] = tf.unstack(parts) as tf.Tensor4D[]; // one axis fewer than the five
    if (!q_NHTd || !k_NHTd || !v_NHTd) throw new Error('attention: qkv did not come in three');
    const mixed_NTHd = tf.transpose(scaledDotProductAttention(q_NHTd, k_NHTd, v_NHTd), [0, 2, 1, 3]);
    return project(tf.reshape(mixed_NTHd, [count, tokens, width]));
  };
}
