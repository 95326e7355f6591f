import { createStepRandom, type StepRandom, tf } from '@assay/engine';
import type { Mode } from './mode';

/** Where the randomness of a step comes from while `withDropSeed` runs. */
let stepRandom: StepRandom | null = null;

/**
 * Gives every network that drops paths and is used inside of `run` a seed, for code that knows nothing of dropping, such
 * as the loss of a pretraining. Each use draws numbers of its own, so two views skip different branches.
 *
 * @param seed_2 [2] int32, fed anew for every step; undefined where nothing is dropped
 */
export function withDropSeed<T>(seed_2: tf.Tensor | undefined, run: () => T): T {
  if (!seed_2) return run();
  const before = stepRandom;
  stepRandom = createStepRandom(seed_2);
  try {
    return run();
  } finally {
    stepRandom = before;
  }
}

/**
 * Numbers in [0, 1) that decide which pictures skip which branches, drawn at once for the whole batch: then lanes, which
 * see parts of it, and blocks that run twice for their gradient all skip the same.
 *
 * @param branches how many can be skipped
 * @returns [N, branches], or null where nothing is dropped
 * @throws Error when there is no seed
 */
export function drawDrops(count: number, branches: number, rate: number, mode: Mode): tf.Tensor2D | null {
  if (!mode.training || rate === 0) return null;
  if (mode.drops_NB) return mode.drops_NB;
  const random = mode.dropoutSeed ? apartFromDropout(mode.dropoutSeed) : stepRandom;
  if (!random) throw new Error('dropPath needs mode.dropoutSeed or withDropSeed, a seed drawn anew for every step');
  return random.uniform([count, branches]) as tf.Tensor2D; // the shape that was asked for
}

/** The head's dropout uses the seed itself. */
function apartFromDropout(seed_2: tf.Tensor): StepRandom {
  return createStepRandom(tf.add(seed_2, tf.tensor1d([1, 0], 'int32')));
}

/** A branch that a residual connection goes around, before the two are added. */
export type DropPath = <T extends tf.Tensor>(x: T, mode: Mode) => T;

/**
 * Stochastic depth (arXiv 1603.09382) of one branch: for a picture whose number is below the rate the branch is 0, for
 * the others it is divided by 1 - rate; timm's `DropPath`.
 *
 * @param branch the column of `mode.drops_NB` that belongs to this branch
 */
export function createDropPath(rate: number, branch: number): DropPath {
  return <T extends tf.Tensor>(x: T, { drops_NB }: Mode) => {
    if (rate === 0 || !drops_NB) return x;
    const numbers_N1 = tf.slice(drops_NB, [0, branch], [-1, 1]);
    const kept_N1 = tf.div(tf.cast(tf.greaterEqual(numbers_N1, rate), 'float32'), 1 - rate);
    return tf.mul(x, tf.reshape(kept_N1, [-1, ...x.shape.slice(1).map(() => 1)])) as T; // x's shape
  };
}
