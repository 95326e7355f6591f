import { block, gelu, tf } from '@assay/engine';
import { createAttention } from './attention';
import { createDropPath } from './dropPath';
import { createLayerNorm } from './layerNorm';
import { createLinear } from './linear';
import type { Mode } from './mode';
import type { Scope } from './parameters';

/** Width of the hidden layer over the block's width; the paper's. */
const MLP_RATIO = 4;

/** [N, T, D] to [N, T, D]. */
export type TransformerBlock = (x_NTD: tf.Tensor3D, mode?: Mode) => tf.Tensor3D;

export type TransformerBlockOptions = {
  width: number;
  heads: number;
  /** Share of the pictures that skip a branch in training, and the place of the first of the two among all branches. */
  dropPath?: { rate: number; branch: number };
};

/** Pre-norm encoder block of the vision transformer (arXiv 2010.11929, equations 2 and 3), named as in timm. */
export function createTransformerBlock(scope: Scope, options: TransformerBlockOptions): TransformerBlock {
  const { width, dropPath = { rate: 0, branch: 0 } } = options;
  const norm1 = createLayerNorm(scope.child('norm1'), width);
  const attention = createAttention(scope.child('attn'), options);
  const norm2 = createLayerNorm(scope.child('norm2'), width);
  const widen = createLinear(scope.child('mlp.fc1'), { inputs: width, outputs: MLP_RATIO * width });
  const narrow = createLinear(scope.child('mlp.fc2'), { inputs: MLP_RATIO * width, outputs: width });
  const dropAttention = createDropPath(dropPath.rate, dropPath.branch);
  const dropMlp = createDropPath(dropPath.rate, dropPath.branch + 1);

  // A tidy a block: what no gradient saved goes at once, which lowers the peak while training.
  return (x_NTD, mode = { training: false }) =>
    tf.tidy(() => {
      const attended_NTD = tf.add<tf.Tensor3D>(
        x_NTD,
        block('attn', () => dropAttention(attention(norm1(x_NTD)), mode)),
      );
      return tf.add<tf.Tensor3D>(
        attended_NTD,
        block('mlp', () => dropMlp(narrow(gelu(widen(norm2(attended_NTD)))), mode)),
      );
    });
}
