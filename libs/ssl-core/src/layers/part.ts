import { block, recompute, type tf } from '@assay/engine';
import type { Mode } from './mode';
import type { Scope } from './parameters';

/** A part of a network that takes one tensor. */
export type Part<X extends tf.Tensor, Y extends tf.Tensor> = (x: X, mode: Mode) => Y;

/**
 * A part under its own name: its parameters are the scope's child of that name, and the profile counts its time.
 *
 * @param isRecomputed true: in training nothing of its inside is kept for the gradient, it runs again instead
 */
export function createPart<X extends tf.Tensor, Y extends tf.Tensor>(
  scope: Scope,
  { name, isRecomputed = false }: { name: string; isRecomputed?: boolean },
  create: (inner: Scope) => Part<X, Y>,
): Part<X, Y> {
  const before = scope.parameters.length;
  const run = create(scope.child(name));
  const variables = scope.parameters
    .slice(before)
    .filter(({ isTrainable }) => isTrainable)
    .map(({ variable }) => variable);
  return (x, mode) =>
    block(name, () => {
      if (!isRecomputed || !mode.training) return run(x, mode);
      // The numbers are given too: what runs again for its gradient may reach for no tensor that is gone by then.
      const { drops_NB } = mode;
      if (!drops_NB) return recompute([x], variables, ([given]) => run(given as X, mode)); // x again
      return recompute(
        [x, drops_NB],
        variables,
        ([given, drops]) => run(given as X, { ...mode, drops_NB: drops as tf.Tensor2D }), // the two again
      );
    });
}
