import { block, gelu, tf } from '@assay/engine';
import { createAttention } from './attention';
import { createLayerNorm } from './layerNorm';
import { createLinear } from './linear';
import type { Scope } from './parameters';

/** Width of the hidden layer over the block's width; the paper's. */
const MLP_RATIO = 4;

/** [N, T, D] to [N, T, D]. */
export type TransformerBlock = (x_NTD: tf.Tensor3D) => tf.Tensor3D;

/** Pre-norm encoder block of the vision transformer (arXiv 2010.11929, equations 2 and 3), named as in timm. */
export function createTransformerBlock(scope: Scope, size: { width: number; heads: number }): TransformerBlock {
  const { width } = size;
  const norm1 = createLayerNorm(scope.child('norm1'), width);
  const attention = createAttention(scope.child('attn'), size);
  const norm2 = createLayerNorm(scope.child('norm2'), width);
  const widen = createLinear(scope.child('mlp.fc1'), { inputs: width, outputs: MLP_RATIO * width });
  const narrow = createLinear(scope.child('mlp.fc2'), { inputs: MLP_RATIO * width, outputs: width });

  // A tidy a block: what no gradient saved goes at once, which lowers the peak while training.
  return (x_NTD) =>
    tf.tidy(() => {
      const attended_NTD = tf.add<tf.Tensor3D>(
        x_NTD,
        block('attn', () => attention(norm1(x_NTD))),
      );
      return tf.add<tf.Tensor3D>(
        attended_NTD,
        block('mlp', () => narrow(gelu(widen(norm2(attended_NTD))))),
      );
    });
}
