import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * Operations on two tensors whose shapes broadcast, where tfjs 4.22 has the gradient wrong: its `tf.maximum`,
 * `tf.minimum` and `tf.squaredDifference` give a gradient of the output's shape to an input of fewer entries, and
 * `tf.divNoNan` has none. (`tf.add`, `sub`, `mul`, `div`, `pow` and `where` are right.)
 */

/** The larger of each two; of equal ones each gets half of the gradient, as in PyTorch. */
export function maximum(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => ({
    value: tf.maximum(a, b),
    saved: [a, b],
    gradient: (dy, saved) => shareGradient(dy, { winner: take(saved, 0), loser: take(saved, 1), inputs: saved }),
  }));
}

/** The smaller of each two; of equal ones each gets half of the gradient, as in PyTorch. */
export function minimum(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => ({
    value: tf.minimum(a, b),
    saved: [a, b],
    gradient: (dy, saved) => shareGradient(dy, { winner: take(saved, 1), loser: take(saved, 0), inputs: saved }),
  }));
}

/** (a - b)² */
export function squaredDifference(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => ({
    value: tf.squaredDifference(a, b),
    saved: [a, b],
    gradient: (dy, saved) => {
      const [a, b] = [take(saved, 0), take(saved, 1)];
      const da = tf.mul(tf.mul(dy, 2), tf.sub(a, b));
      return [sumTo(da, a.shape), sumTo(tf.neg(da), b.shape)];
    },
  }));
}

/** a / b, and 0 where b is 0; there both gradients are 0 too. */
export function divideOrZero(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => {
    const y = divNoNan(a, b);
    return {
      value: y,
      saved: [b, y],
      gradient: (dy, saved) => {
        const [b, y] = [take(saved, 0), take(saved, 1)];
        const da = divNoNan(dy, b);
        return [sumTo(da, a.shape), sumTo(tf.neg(tf.mul(da, y)), b.shape)];
      },
    };
  });
}

function divNoNan(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return executeOne('DivNoNan', [attribute.type('T', 'float32')], [a, b]);
}

type Contest = { winner: tf.Tensor; loser: tf.Tensor; inputs: tf.Tensor[] };

/** Gradients of the two inputs, where the first has won if `winner` is larger than `loser`. */
function shareGradient(dy: tf.Tensor, { winner, loser, inputs }: Contest): tf.Tensor[] {
  const wins = tf.cast(tf.greater(winner, loser), 'float32');
  const ties = tf.cast(tf.equal(winner, loser), 'float32');
  const da = tf.mul(dy, tf.add(wins, tf.mul(ties, 0.5)));
  return [sumTo(da, take(inputs, 0).shape), sumTo(tf.sub(dy, da), take(inputs, 1).shape)];
}

/** Undoes broadcasting: sums over the axes along which a tensor of `shape` was repeated. */
export function sumTo(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const added = gradient.rank - shape.length;
  const repeated = gradient.shape.flatMap((side, axis) => {
    const isRepeated = axis < added || (shape[axis - added] === 1 && side !== 1);
    return isRepeated ? [axis] : [];
  });
  if (repeated.length === 0) return gradient;
  return tf.reshape(tf.sum(gradient, repeated, true), [...shape]);
}
