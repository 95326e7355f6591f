import type { OptimizerConfig } from '@assay/contracts';
import type { tf } from '@assay/engine';
import type { NamedArray, Parameter } from '../layers/parameters';
import { createAdamw } from './adamw';
import { createSgd } from './sgd';

/** Changes variables in place. Gradients are keyed by `variable.name`, as `tf.variableGrads` gives them. */
export interface Optimizer {
  /** A parameter without a gradient stays as it is, its state too, as in PyTorch. */
  step(gradients: tf.NamedTensorMap, learningRate: tf.Scalar): void;
  /** All state, in the tensors' own layout, named `<slot>.<parameter's name>`; with it, going on is exact. */
  state(): NamedArray[];
  /** @throws Error naming the missing entry or the wrong shape; nothing is changed then */
  restore(state: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>): void;
  dispose(): void;
}

/** An optimizer of the config's kind for the trainable ones of these parameters. */
export function createOptimizer(config: OptimizerConfig, parameters: readonly Parameter[]): Optimizer {
  const trainable = parameters.filter((parameter) => parameter.isTrainable);
  return config.kind === 'sgd' ? createSgd(config, trainable) : createAdamw(config, trainable);
}
