import { relu, tf } from '@assay/engine';
import { createBatchNorm } from '../layers/batchNorm';
import { uniformFanIn } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import type { Mode } from '../layers/mode';
import type { Scope } from '../layers/parameters';

/** [N, widths[0]] to [N, last of widths]. */
export type Mlp = (x_ND: tf.Tensor2D, mode: Mode) => tf.Tensor2D;

/**
 * Projector as in SimCLR (arXiv 2002.05709, section 2 and appendix B): linear layers, batch norm and ReLU after all but
 * the last. Batch norm makes a bias before it useless, so only the last layer has one.
 *
 * @param widths of the input, then of each layer; at least two
 */
export function createMlp(scope: Scope, widths: readonly number[]): Mlp {
  const layers = widths.slice(1).map((outputs, index) => {
    const inputs = widths[index] ?? outputs;
    const isLast = index === widths.length - 2;
    const inner = scope.child(`layers.${index}`);
    const init = uniformFanIn(inputs);
    const linear = createLinear(inner.child('linear'), { inputs, outputs, init, hasBias: isLast });
    return { linear, norm: isLast ? null : createBatchNorm(inner.child('norm'), outputs) };
  });
  return (x_ND, mode) =>
    tf.tidy(() => {
      let x = x_ND;
      for (const { linear, norm } of layers) {
        const h = linear(x);
        x = norm ? relu(tf.reshape(norm(asMap(h), mode), h.shape)) : h;
      }
      return x;
    });
}

/** Rows as maps of one pixel, which is how batch norm counts. */
function asMap(x_ND: tf.Tensor2D): tf.Tensor4D {
  return tf.reshape(x_ND, [x_ND.shape[0], 1, 1, x_ND.shape[1]]);
}
