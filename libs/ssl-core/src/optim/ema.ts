import { tf } from '@assay/engine';
import type { NamedArray, Parameter } from '../layers/parameters';
import { setValue, subtractScaled } from './inPlace';
import { createSlots, type StoredState } from './slots';

/** An exponential moving average of a network's weights. */
export interface Ema {
  /** The averages as parameters of the same names and layouts, to export them or to run a network on them. */
  readonly parameters: readonly Parameter[];
  /** All that `update` changes: a program has to list them. */
  readonly variables: readonly tf.Variable[];
  /** To be called after the optimizer's step. @param momentum in [0, 1]; 1 leaves the averages alone */
  update(momentum: tf.Scalar): void;
  /** `ema.<parameter's name>`, in the tensors' own layout. */
  state(): NamedArray[];
  /** @throws Error naming the missing entry or the wrong shape; nothing is changed then */
  restore(state: StoredState): void;
  dispose(): void;
}

/** An average that starts at the parameters' present values. */
export function createEma(parameters: readonly Parameter[]): Ema {
  const slots = createSlots(['ema'], parameters, copyOf);
  const averages = parameters.map((parameter, i) => ({ ...parameter, variable: slots.of('ema', i) }));
  return {
    parameters: averages,
    variables: slots.variables,
    update: (momentum) => moveTowards(averages, parameters, momentum),
    state: slots.export,
    restore: slots.restore,
    dispose: slots.dispose,
  };
}

/**
 * `average = momentum * average + (1 - momentum) * weight` for weights; running statistics are copied. Also what a
 * teacher network follows its student by.
 *
 * @throws Error when the two lists differ in their names
 */
export function moveTowards(averages: readonly Parameter[], weights: readonly Parameter[], momentum: tf.Scalar): void {
  tf.tidy(() => {
    const rate: tf.Scalar = tf.sub(1, momentum);
    for (const [i, { name, variable, isTrainable }] of averages.entries()) {
      const weight = weights[i];
      if (weight?.name !== name) throw new Error(`ema: ${weight?.name ?? 'nothing'} stands where ${name} should`);
      tf.tidy(() => {
        if (isTrainable) subtractScaled(variable, rate, tf.sub(variable, weight.variable));
        else setValue(variable, copyOf(weight.variable));
      });
    }
  });
}

/** New memory, which a clone would share: a program moves the memory of each of its variables. */
function copyOf(variable: tf.Variable): tf.Tensor {
  return tf.add(variable, 0);
}
