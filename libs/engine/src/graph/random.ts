import { drawStateless } from '../ops/statelessUniform';
import { tf } from '../tf';

/** Random numbers of one step: a function of the seed that the step is fed, and of the order of the calls. */
export interface StepRandom {
  /** In [0, 1), any shape. */
  uniform(shape: readonly number[]): tf.Tensor;
  /** Mean 0, deviation 1. */
  normal(shape: readonly number[]): tf.Tensor;
  /** 1 with the probability, else 0; float32. */
  bernoulli(shape: readonly number[], probability: number | tf.Tensor): tf.Tensor;
  /** 0 … n - 1 in random order, int32 [n]; with a count, that many permutations, [count, n]. */
  permutation(n: number, count?: number): tf.Tensor;
  /** A seed of its own, int32 [2], for an operation that takes one, such as dropout. */
  seed(): tf.Tensor1D;
}

/**
 * Draws inside the runtime (Philox, arXiv SC'11 "Parallel random numbers: as easy as 1, 2, 3") from a seed that is an
 * input of the step: the same seed gives the same numbers, compiled or executed, and a run that is resumed draws what it
 * would have drawn. Every call takes a stream of its own.
 *
 * @param seed_2 [2] int32, fed anew for every step
 */
export function createStepRandom(seed_2: tf.Tensor): StepRandom {
  if (seed_2.dtype !== 'int32' || seed_2.size !== 2) {
    throw new Error(`createStepRandom: the seed must be int32 [2], not ${seed_2.dtype} [${seed_2.shape}]`);
  }
  let calls = 0;
  const next = (): tf.Tensor1D => {
    const stream = tf.tensor1d([0, calls++], 'int32');
    return tf.add(seed_2, stream);
  };
  const draw = (op: string, shape: readonly number[]) => tf.tidy(() => drawStateless(op, shape, next()));
  const random: StepRandom = {
    uniform: (shape) => draw('StatelessRandomUniform', shape),
    normal: (shape) => draw('StatelessRandomNormal', shape),
    bernoulli: (shape, probability) => tf.tidy(() => tf.cast(tf.less(random.uniform(shape), probability), 'float32')),
    permutation: (n, count) =>
      tf.tidy(() => {
        // The order of random numbers; of equal ones the earlier comes first.
        const { indices } = tf.topk(random.uniform(count === undefined ? [n] : [count, n]), n);
        return indices;
      }),
    seed: () => tf.tidy(next),
  };
  return random;
}
