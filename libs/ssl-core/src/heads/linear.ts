import { dropout, tf } from '@assay/engine';
import { uniformFanIn } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Parameter } from '../layers/parameters';
import type { Rng } from '../rng';

/** A linear classifier on a backbone's features. */
export interface LinearHead {
  /** `head.weight` and `head.bias`. */
  readonly parameters: readonly Parameter[];
  /** @returns [N, C], before the softmax */
  logits(features_ND: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  dispose(): void;
}

export type LinearHeadOptions = { dimension: number; classes: number; rng: Rng; dropout: number };

/** Starts as PyTorch's `Linear`, with the bias at 0. `dropout`: share of the features left out in training. */
export function createLinearHead({ dimension, classes, rng, dropout }: LinearHeadOptions): LinearHead {
  const scope = createScope({ rng, prefix: 'head' });
  const linear = createLinear(scope, { inputs: dimension, outputs: classes, init: uniformFanIn(dimension) });
  return {
    parameters: scope.parameters,
    logits: (features_ND, mode) =>
      tf.tidy(() => linear(mode.training && dropout > 0 ? drop(features_ND, dropout, mode) : features_ND)),
    dispose: () => disposeParameters(scope.parameters),
  };
}

function drop(x_ND: tf.Tensor2D, share: number, { dropoutSeed }: Mode): tf.Tensor2D {
  if (!dropoutSeed) throw new Error('dropout needs mode.dropoutSeed, drawn anew for every step');
  return dropout(x_ND, share, dropoutSeed);
}
