import { attribute, executeOne } from '../native';
import { tf } from '../tf';

/** TensorFlow's two operations that each other's gradients are made of; nobody records a gradient for these. */

/** Entries along an axis by their numbers; the first `batchAxes` axes of both are paired. */
export function takeEntries(
  x: tf.Tensor,
  indices: tf.Tensor,
  { axis, batchAxes = 0 }: { axis: number; batchAxes?: number },
): tf.Tensor {
  const attributes = [
    attribute.int('batch_dims', batchAxes),
    attribute.type('Tparams', x.dtype === 'int32' ? 'int32' : 'float32'),
    attribute.type('Tindices', 'int32'),
    attribute.type('Taxis', 'int32'),
  ];
  return executeOne('GatherV2', attributes, [x, indices, tf.scalar(axis, 'int32')]);
}

/** Sums of the rows of x [I, ...] by segment_I, [count, ...]; negative segments are left out. */
export function sumSegments(x: tf.Tensor, segment_I: tf.Tensor, count: number): tf.Tensor {
  const attributes = [
    attribute.type('T', 'float32'),
    attribute.type('Tindices', 'int32'),
    attribute.type('Tnumsegments', 'int32'),
  ];
  return executeOne('UnsortedSegmentSum', attributes, [x, segment_I, tf.scalar(count, 'int32')]);
}

/**
 * Numbers of entries within each row as numbers in the flat list of all rows.
 *
 * @param indices [rows, K] int32, each in [0, length)
 * @returns [rows * K]
 */
export function flatIndices(indices: tf.Tensor, length: number): tf.Tensor1D {
  const [rows = 0, count = 0] = indices.shape;
  const starts_R1 = tf.reshape(tf.range(0, rows * length, length, 'int32'), [rows, 1]);
  return tf.reshape(tf.add(indices, starts_R1), [rows * count]);
}
