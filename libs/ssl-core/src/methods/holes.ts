import { tf } from '@assay/engine';
import type { Holes } from './draws/inpainting';

/** Masks of a step, [N, H, W, 1]. */
export type HoleMasks = {
  /** 1 where the network paints. */
  painted_NHW1: tf.Tensor4D;
  /** 1 where it sees nothing: inside what it paints. */
  hidden_NHW1: tf.Tensor4D;
};

/** @param corners_NB2 top left corners of each picture's squares, in pixels */
export function holeMasks(corners_NB2: tf.Tensor3D, { side, overlap }: Holes, inputSize: number): HoleMasks {
  return tf.tidy(() => {
    const squares = { corners_NB2, inputSize };
    return {
      painted_NHW1: unionOf(squares, { from: 0, to: side }),
      hidden_NHW1: unionOf(squares, { from: overlap, to: side - overlap }),
    };
  });
}

type Squares = { corners_NB2: tf.Tensor3D; inputSize: number };

/** Pixels that lie in at least one square, which reaches `from` … `to` beyond its corner. */
function unionOf({ corners_NB2, inputSize }: Squares, { from, to }: { from: number; to: number }): tf.Tensor4D {
  const [count, squares] = corners_NB2.shape;
  const pixels_1S = tf.reshape(tf.range(0, inputSize), [1, 1, inputSize]);
  const [tops_NB1, lefts_NB1] = tf.split(corners_NB2, 2, 2);
  if (!tops_NB1 || !lefts_NB1) throw new Error(`holes: corners of [${corners_NB2.shape}], not [N, count, 2]`);
  const inside = (start_NB1: tf.Tensor) => {
    const after = tf.greaterEqual(pixels_1S, tf.add(start_NB1, from));
    const before = tf.less(pixels_1S, tf.add(start_NB1, to));
    return tf.reshape<tf.Rank.R3>(tf.cast(tf.logicalAnd(after, before), 'float32'), [count, squares, inputSize]);
  };
  // How many squares a pixel lies in: a sum over them of row times column.
  const times_NHW = tf.matMul(inside(tops_NB1), inside(lefts_NB1), true, false);
  return tf.expandDims(tf.cast(tf.greater(times_NHW, 0.5), 'float32'), 3);
}
