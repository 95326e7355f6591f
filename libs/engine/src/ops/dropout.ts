import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';
import { statelessUniform } from './statelessUniform';

/**
 * Sets each entry to 0 with probability `rate` and divides the others by 1 - rate (JMLR 15, 2014, "Dropout"). The mask
 * is a function of the seed and the shape alone; the gradient uses the same one, kept as one byte an entry.
 *
 * @param x any shape
 * @param rate in [0, 1)
 * @param seed_2 [2] int32, another one for each call of a step: see `createStepRandom`
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, seed_2: tf.Tensor): T {
  return mask(x, { rate, seed_2, shape: x.shape });
}

/**
 * Stochastic depth (arXiv 1603.09382): sets whole samples to 0 with probability `rate` and divides the others by
 * 1 - rate, for the branch that a residual connection goes around; timm calls it drop path.
 *
 * @param x [N, ...]
 * @param rate in [0, 1)
 * @param seed_2 [2] int32, another one for each call of a step
 */
export function stochasticDepth<T extends tf.Tensor>(x: T, rate: number, seed_2: tf.Tensor): T {
  return mask(x, { rate, seed_2, shape: x.shape.map((side, axis) => (axis === 0 ? side : 1)) });
}

type Mask = { rate: number; seed_2: tf.Tensor; shape: number[] };

function mask<T extends tf.Tensor>(x: T, { rate, seed_2, shape }: Mask): T {
  if (!(rate >= 0 && rate < 1)) throw new Error(`a share of ${rate} cannot be dropped: it must be in [0, 1)`);
  if (rate === 0) return x;
  const scale = 1 / (1 - rate);
  return differentiable([x], () => {
    const isKept = tf.greaterEqual(statelessUniform(shape, seed_2), rate);
    return {
      value: keep(tf.mul(x, scale), isKept) as T, // same shape as x
      saved: [isKept],
      gradient: (dy, saved) => [keep(tf.mul(dy, scale), take(saved, 0))],
    };
  });
}

/** 0 where not kept; tfjs's `where` would write out the zeros first. */
function keep(x: tf.Tensor, isKept: tf.Tensor): tf.Tensor {
  return executeOne('SelectV2', [attribute.type('T', 'float32')], [isKept, x, tf.scalar(0)]);
}
