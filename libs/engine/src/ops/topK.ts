import { differentiable, take } from '../differentiable';
import { attribute, execute } from '../native';
import { tf } from '../tf';
import { flatIndices, sumSegments } from './indexing';

export type TopK = {
  /** [..., k], the largest first. */
  values: tf.Tensor;
  /** [..., k] int32, their places along the last axis; of equal values the earlier comes first. */
  indices: tf.Tensor;
};

/**
 * The k largest entries along the last axis. A gradient flows through the values; tfjs has none.
 *
 * @param x [..., L], L at least k
 */
export function topK(x: tf.Tensor, k: number): TopK {
  const length = x.shape.at(-1) ?? 0;
  if (x.rank === 0 || k > length) throw new Error(`topK: the ${k} largest of [${x.shape}]`);
  return tf.tidy(() => {
    // Outside of the tape's operation, which has one output.
    const attributes = [attribute.type('T', 'float32'), attribute.bool('sorted', true)];
    const [found, indices] = execute('TopKV2', attributes, [x, tf.scalar(k, 'int32')], 2);
    if (!found || !indices) throw new Error('TopKV2 gave too few outputs');
    const values = differentiable([x], () => ({
      value: found,
      saved: [indices],
      gradient: (dy, saved) => {
        const places = flatIndices(tf.reshape(take(saved, 0), [-1, k]), length);
        return [tf.reshape(sumSegments(tf.reshape(dy, [-1]), places, x.size), x.shape)];
      },
    }));
    return { values, indices };
  });
}
