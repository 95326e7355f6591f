import { relu, tf } from '@assay/engine';
import { createBatchNorm, normRows } from '../layers/batchNorm';
import { uniformFanIn } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import type { Mode } from '../layers/mode';
import type { Scope } from '../layers/parameters';

/** [N, widths[0]] to [N, last of widths]. */
export type Mlp = (x_ND: tf.Tensor2D, mode: Mode) => tf.Tensor2D;

export type MlpOptions = {
  /** Whether batch norm stands between each layer but the last and its ReLU. */
  hasHiddenNorm?: boolean;
  /** What ends the last layer: nothing, its bias, or batch norm with nothing to learn. */
  end?: 'none' | 'bias' | 'fixedNorm';
};

/**
 * Linear layers with ReLU after all but the last: the projectors and predictors of the joint-embedding methods. By
 * default as in SimCLR (arXiv 2002.05709, section 2 and appendix B). Batch norm makes a bias before it useless, so a
 * layer has one only where none follows. Starts as PyTorch's `Linear`, with biases at 0.
 *
 * Names: `layers.i.linear.weight`, `layers.i.linear.bias`; of batch norm `layers.i.norm.weight` and `.bias` (not of a
 * `fixedNorm`), and its statistics `layers.i.norm.running_mean` and `.running_var`.
 *
 * @param widths of the input, then of each layer; at least two
 */
export function createMlp(
  scope: Scope,
  widths: readonly number[],
  { hasHiddenNorm = true, end = 'bias' }: MlpOptions = {},
): Mlp {
  const layers = widths.slice(1).map((outputs, index) => {
    const inputs = widths[index] ?? outputs;
    const isLast = index === widths.length - 2;
    const inner = scope.child(`layers.${index}`);
    const hasBias = isLast ? end === 'bias' : !hasHiddenNorm;
    const linear = createLinear(inner.child('linear'), { inputs, outputs, init: uniformFanIn(inputs), hasBias });
    const hasNorm = isLast ? end === 'fixedNorm' : hasHiddenNorm;
    const norm = hasNorm ? createBatchNorm(inner.child('norm'), outputs, { isAffine: !isLast }) : null;
    return { linear, norm, isLast };
  });
  return (x_ND, mode) =>
    tf.tidy(() => {
      let x = x_ND;
      for (const { linear, norm, isLast } of layers) {
        const h = linear(x);
        const normed = norm ? normRows(h, norm, mode) : h;
        x = isLast ? normed : relu(normed);
      }
      return x;
    });
}
