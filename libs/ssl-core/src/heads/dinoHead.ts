import type { DinoConfig } from '@assay/contracts';
import { gelu, normalise, tf } from '@assay/engine';
import { createBatchNorm, normRows } from '../layers/batchNorm';
import { ones, truncatedNormal, uniformFanIn } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import type { Mode } from '../layers/mode';
import type { Scope } from '../layers/parameters';
import type { Mlp } from './mlp';

export type DinoHeadOptions = DinoConfig['head'] & {
  inputs: number;
  /** The rate that says whether the last layer learns, see `Parameter`. */
  gate: string;
};

/**
 * DINO's head (arXiv 2104.14294, appendix C): linear layers with GELU between them, their result brought to length 1, and
 * a last layer whose rows have length 1 too. Names and start as `DINOHead` of the authors' vision_transformer.py.
 *
 * Shapes: N rows, F features, B bottleneck, K outputs.
 */
export function createDinoHead(scope: Scope, options: DinoHeadOptions): Mlp {
  const { bottleneck, outputs, isNormFixed, gate } = options;
  const steps = createSteps(scope, options);
  const last = scope.child('last_layer');
  // As PyTorch's `weight_norm` splits a weight: rows' lengths and directions. The authors let both decay.
  const shared = { gate, hasDecay: true };
  const length_K1 = last.parameter<tf.Rank.R2>({
    ...shared,
    name: 'weight_g',
    shape: [outputs, 1],
    init: ones,
    isTrainable: !isNormFixed,
  });
  const direction_KB = last.parameter<tf.Rank.R2>({
    ...shared,
    name: 'weight_v',
    shape: [outputs, bottleneck],
    init: uniformFanIn(bottleneck),
  });

  return (x_NF, mode) =>
    tf.tidy(() => {
      const squeezed_NB = normalise(steps.reduce((x, step) => step(x, mode), x_NF));
      const unit_KB = normalise(direction_KB as tf.Tensor2D);
      const w_KB = isNormFixed ? unit_KB : tf.mul<tf.Tensor2D>(unit_KB, length_K1); // fixed: all 1
      return tf.matMul(squeezed_NB, w_KB, false, true);
    });
}

type Step = (x: tf.Tensor2D, mode: Mode) => tf.Tensor2D;

/** The layers before the last one, named by their places in the authors' `Sequential`. */
function createSteps(scope: Scope, { inputs, layers, hidden, bottleneck, hasBatchNorm }: DinoHeadOptions): Step[] {
  const apart = hasBatchNorm ? 3 : 2;
  return Array.from({ length: layers }, (_, index) => {
    const isLast = index === layers - 1;
    const place = layers === 1 ? 'mlp' : `mlp.${index * apart}`;
    const linear = createLinear(scope.child(place), {
      inputs: index === 0 ? inputs : hidden,
      outputs: isLast ? bottleneck : hidden,
      init: truncatedNormal(0.02),
    });
    if (isLast) return linear;
    const norm = hasBatchNorm ? createBatchNorm(scope.child(`mlp.${index * apart + 1}`), hidden) : null;
    return (x, mode) => {
      const h_NB = linear(x);
      return gelu(norm ? normRows(h_NB, norm, mode) : h_NB);
    };
  });
}
