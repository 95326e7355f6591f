import { differentiable, take } from '../differentiable';
import { attribute, executeOne } from '../native';
import { tf } from '../tf';
import { sumSegments, takeEntries } from './indexing';

/**
 * Sums of rows by their segment: out[s] is the sum of all x[i] with segment[i] = s, and 0 for a segment without rows.
 *
 * @param x [I, ...]
 * @param segment_I [I] int32, each below `count`; a row of a negative segment is left out
 * @returns [count, ...]
 */
export function segmentSum(x: tf.Tensor, segment_I: tf.Tensor1D, count: number): tf.Tensor {
  return differentiable([x], () => ({
    value: sumSegments(x, segment_I, count),
    saved: [segment_I],
    gradient: (dy, saved) => {
      const segment_I = take(saved, 0);
      const none = tf.scalar(0, 'int32');
      const rows = takeEntries(dy, tf.maximum(segment_I, none), { axis: 0 });
      const isIn = tf.cast(tf.greaterEqual(segment_I, none), 'float32');
      return [tf.mul(rows, tf.reshape(isIn, [segment_I.size, ...dy.shape.slice(1).map(() => 1)]))];
    },
  }));
}

/**
 * `x` with rows added at given places: out[index[i]] += updates[i]; a place may come twice (PyTorch's `index_add`
 * along the first axis). Gradients flow into both tensors.
 *
 * @param x [L, ...]
 * @param index_I [I] int32, each in [0, L)
 * @param updates [I, ...]
 */
export function scatterAdd<T extends tf.Tensor>(x: T, index_I: tf.Tensor1D, updates: tf.Tensor): T {
  return differentiable([x, updates], () => {
    const attributes = [attribute.type('T', 'float32'), attribute.type('Tindices', 'int32')];
    return {
      value: executeOne('TensorScatterAdd', attributes, [x, tf.expandDims(index_I, 1), updates]) as T, // x's shape
      saved: [index_I],
      gradient: (dy, saved) => [dy, takeEntries(dy, take(saved, 0), { axis: 0 })],
    };
  });
}
