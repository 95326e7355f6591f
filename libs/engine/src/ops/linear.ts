import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/**
 * x · w + b over the last axis, as one operation of the tape.
 *
 * @param x [..., I]
 * @param w_IO [I, O]
 * @param b_O [O]
 * @returns [..., O]
 */
export function linear(x: tf.Tensor, w_IO: tf.Tensor2D, b_O: tf.Tensor1D): tf.Tensor {
  const [inputs, outputs] = w_IO.shape;
  if (x.shape.at(-1) !== inputs) throw new Error(`linear: x is [${x.shape}], the weight [${w_IO.shape}]`);
  if (x.rank === 2) return linearRows(x, w_IO, b_O);
  return tf.reshape(linearRows(tf.reshape(x, [-1, inputs]), w_IO, b_O), [...x.shape.slice(0, -1), outputs]);
}

function linearRows(x: tf.Tensor, w: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor {
  return differentiable([x, w, b], () => ({
    value: executeOne('BiasAdd', [attribute.type('T', 'float32')], [multiply(x, w), b]),
    saved: [x, w],
    gradient: (dy, saved) => [
      multiply(dy, take(saved, 1), { transposeB: true }),
      multiply(take(saved, 0), dy, { transposeA: true }),
      executeOne('BiasAddGrad', [attribute.type('T', 'float32')], [dy]),
    ],
  }));
}

/** TensorFlow's product of two matrices; tfjs would call the one for batches. */
function multiply(a: tf.Tensor, b: tf.Tensor, { transposeA = false, transposeB = false } = {}): tf.Tensor {
  const transposes = [attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', transposeB)];
  return executeOne('MatMul', [attribute.type('T', 'float32'), ...transposes], [a, b]);
}
