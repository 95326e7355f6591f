import { tf } from '@assay/engine';
import type { Parameter } from '../layers/parameters';
import { setValue, subtractScaled } from './inPlace';
import { createSlots } from './slots';

/** Averages the gradients of several small batches into those of a large one. */
export interface Accumulator {
  /** All that `add` and `take` change: a program has to list them. */
  readonly variables: readonly tf.Variable[];
  /** Adds a part's gradients, as its share. */
  add(gradients: tf.NamedTensorMap): void;
  /**
   * The average of what was added, keyed by `variable.name`, zeros where nothing was; and starts anew. The caller disposes
   * the tensors.
   */
  take(): tf.NamedTensorMap;
  dispose(): void;
}

/**
 * @param steps parts to a step, of equal size: with a loss that is the mean over the pictures, their averaged gradients
 *   are the large batch's. Where pictures see each other, as in batch norm and contrastive losses, they are not.
 */
export function createAccumulator(parameters: readonly Parameter[], steps: number): Accumulator {
  const trainable = parameters.filter(({ isTrainable }) => isTrainable);
  const slots = createSlots(['accumulated'], trainable);
  return {
    variables: slots.variables,
    add(gradients) {
      tf.tidy(() => {
        const share = tf.scalar(-1 / steps);
        for (const [i, { variable }] of trainable.entries()) {
          const gradient = gradients[variable.name];
          if (gradient) subtractScaled(slots.of('accumulated', i), share, gradient);
        }
      });
    },
    take: () =>
      tf.tidy(() =>
        Object.fromEntries(
          trainable.map(({ variable }, i) => {
            const accumulated = slots.of('accumulated', i);
            const average = accumulated.clone();
            setValue(accumulated, tf.zeros(variable.shape));
            return [variable.name, average];
          }),
        ),
      ),
    dispose: slots.dispose,
  };
}
