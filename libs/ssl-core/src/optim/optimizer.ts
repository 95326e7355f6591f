import type { OptimizerConfig } from '@assay/contracts';
import type { tf } from '@assay/engine';
import type { NamedArray, Parameter } from '../layers/parameters';
import { createAdamw } from './adamw';
import type { Gates, GroupOf } from './groups';
import { createLars } from './lars';
import { createSgd } from './sgd';
import type { StoredState } from './slots';

/**
 * Changes variables in place; the same code serves an executed and a compiled step. Gradients are keyed by
 * `variable.name`, as `tf.variableGrads` gives them.
 */
export interface Optimizer {
  /** All that `step` changes beside the parameters: a program has to list them. */
  readonly variables: readonly tf.Variable[];
  /**
   * A parameter without a gradient stays as it is, its state too, as in PyTorch.
   *
   * @param weightDecayFactor scales every group's decay, for a decay that follows a schedule; 1 when not given
   * @param gates scalars 0 or 1 by the names that parameters have as their `gate`
   */
  step(gradients: tf.NamedTensorMap, learningRate: tf.Scalar, weightDecayFactor?: tf.Scalar, gates?: Gates): void;
  /** All state, in the tensors' own layout, named `<slot>.<parameter's name>`; with it, going on is exact. */
  state(): NamedArray[];
  /** @throws Error naming the missing entry or the wrong shape; nothing is changed then */
  restore(state: StoredState): void;
  dispose(): void;
}

/**
 * An optimizer of the config's kind for the trainable ones of these parameters.
 *
 * @param groupOf each parameter's own rates; when not given, the config's decay where a parameter `hasDecay`
 */
export function createOptimizer(
  config: OptimizerConfig,
  parameters: readonly Parameter[],
  groupOf?: GroupOf,
): Optimizer {
  const trainable = parameters.filter((parameter) => parameter.isTrainable);
  switch (config.kind) {
    case 'sgd':
      return createSgd(config, trainable, groupOf);
    case 'adamw':
      return createAdamw(config, trainable, groupOf);
    case 'lars':
      return createLars(config, trainable, groupOf);
  }
}
