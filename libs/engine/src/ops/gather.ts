import { differentiable, take } from '../differentiable';
import { tf } from '../tf';
import { flatIndices, sumSegments, takeEntries } from './indexing';

/**
 * Entries of `x` along an axis, by their numbers. The gradient adds up where a number came twice.
 *
 * @param x [.., L, ..] with L entries along `axis`, float32 or int32
 * @param indices int32 of any shape, each in [0, L)
 * @returns [.., ...indices' shape, ..]
 */
export function gather(x: tf.Tensor, indices: tf.Tensor, axis = 0): tf.Tensor {
  const at = axis < 0 ? axis + x.rank : axis;
  const length = x.shape[at];
  if (length === undefined) throw new Error(`gather: [${x.shape}] has no axis ${axis}`);
  return differentiable([x], () => ({
    value: takeEntries(x, indices, { axis: at }),
    saved: [indices],
    gradient: (dy, saved) => {
      const indices = take(saved, 0);
      // Segments are summed along the first axis, so what was gathered comes first.
      const [before, gathered, after] = [range(0, at), range(at, at + indices.rank), range(at + indices.rank, dy.rank)];
      const rest = [...before, ...after].map((axis) => dy.shape[axis] ?? 1);
      const rows = tf.reshape(permute(dy, [...gathered, ...before, ...after]), [indices.size, ...rest]);
      const sums = sumSegments(rows, tf.reshape(indices, [-1]), length);
      return [permute(sums, [...range(1, at + 1), 0, ...range(at + 1, x.rank)])];
    },
  }));
}

/**
 * Tokens of each row by their numbers: out[n, k] = tokens[n, keep[n, k]].
 *
 * @param tokens_NLD [N, L, D]
 * @param keep_NK [N, K] int32, each in [0, L)
 * @returns [N, K, D]
 */
export function gatherTokens(tokens_NLD: tf.Tensor3D, keep_NK: tf.Tensor2D): tf.Tensor3D {
  const [count, length, width] = tokens_NLD.shape;
  return differentiable([tokens_NLD], () => ({
    value: takeEntries(tokens_NLD, keep_NK, { axis: 1, batchAxes: 1 }) as tf.Tensor3D, // [N, K, D]
    saved: [keep_NK],
    gradient: (dy, saved) => {
      const rows = tf.reshape(dy, [-1, width]);
      const sums = sumSegments(rows, flatIndices(take(saved, 0), length), count * length);
      return [tf.reshape(sums, [count, length, width])];
    },
  }));
}

function permute(x: tf.Tensor, order: number[]): tf.Tensor {
  return order.every((axis, i) => axis === i) ? x : tf.transpose(x, order);
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
