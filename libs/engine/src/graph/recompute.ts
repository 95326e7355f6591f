import { differentiable } from '../differentiable';
import { tf } from '../tf';
import { engineInternals, freeingBrokenTape } from './binding';
import { barrier } from './update';

let depth = 0;

/** Whether a block runs for the second time, for its gradient: what it keeps count of must not count twice. */
export function isRecomputing(): boolean {
  return depth > 0;
}

/**
 * Runs a part of a model and keeps nothing of its inside for the gradient: it runs again when its gradient is asked for
 * (arXiv 1604.06174). Costs one more forward pass of the part, and saves the memory of all its intermediate results.
 *
 * @param inputs that the part is given; gradients flow to all of them
 * @param variables trainable ones that the part reads
 * @param run the part; the same inputs must give the same result, so randomness comes from a seed
 */
export function recompute<T extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  variables: readonly tf.Variable[],
  run: (inputs: readonly tf.Tensor[]) => T,
): T {
  return differentiable<T>([...inputs, ...variables], () => ({
    value: run(inputs),
    saved: [...inputs],
    gradient(dy, saved) {
      const again = barrier(saved, dy);
      depth++;
      try {
        return gradientsInside(() => run(again), [...again, ...variables], dy);
      } finally {
        depth--;
      }
    },
  }));
}

/** Gradients within a gradient: tfjs would lose the outer tape. */
function gradientsInside(run: () => tf.Tensor, inputs: tf.Tensor[], dy: tf.Tensor): tf.Tensor[] {
  const engine = engineInternals();
  const tape = engine.state.activeTape;
  try {
    const { grads } = freeingBrokenTape(() => engine.gradients(run, inputs, dy, true));
    return inputs.map((input, i) => grads[i] ?? tf.zerosLike(input));
  } finally {
    engine.state.activeTape = tape;
  }
}
