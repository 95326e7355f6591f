import { cropAndResize, tf } from '@assay/engine';

/**
 * Tiles of pictures, cut at their own size.
 *
 * Shapes: N pictures, K tiles of each, P pixels a side, C channels.
 *
 * @param boxes_T4 [N * K, 4], a picture's tiles after each other: top, left, bottom, right as shares of the side
 * @returns [N * K, P, P, C]
 */
export function cutTiles(x_NHWC: tf.Tensor4D, boxes_T4: tf.Tensor2D, side: number): tf.Tensor4D {
  const tiles = boxes_T4.shape[0];
  const each = tiles / x_NHWC.shape[0];
  const picture_T = tf.tensor1d(
    Array.from({ length: tiles }, (_, tile) => Math.floor(tile / each)),
    'int32',
  );
  return cropAndResize(x_NHWC, boxes_T4, picture_T, [side, side]);
}

/**
 * Rows and then columns of each tile by its own matrix.
 *
 * @param matrix_TPP as `drawPixelation` gives them
 */
export function resample(x_TPPC: tf.Tensor4D, matrix_TPP: tf.Tensor3D): tf.Tensor4D {
  const [tiles, side, , channels] = x_TPPC.shape;
  const multiplied = (x: tf.Tensor4D): tf.Tensor4D =>
    tf.reshape(tf.matMul(matrix_TPP, tf.reshape<tf.Rank.R3>(x, [tiles, side, side * channels])), x.shape);
  const turned = (x: tf.Tensor4D): tf.Tensor4D => tf.transpose(x, [0, 2, 1, 3]);
  return tf.tidy(() => turned(multiplied(turned(multiplied(x_TPPC)))));
}

/** Below this deviation a tile counts as flat; a share of the input's own deviation, which is about 1. */
const FLAT = 1e-2;

/** Each tile with mean 0 and deviation 1 over all its pixels and channels; a flat one stays near 0. */
export function standardise(x_TPPC: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const centred = tf.sub<tf.Tensor4D>(x_TPPC, tf.mean(x_TPPC, [1, 2, 3], true));
    const variance = tf.mean(tf.square(centred), [1, 2, 3], true);
    return tf.mul(centred, tf.rsqrt(tf.add(variance, FLAT ** 2)));
  });
}

/** Tiles as a board: [N * K, P, P, C] to [N, rows * P, (K / rows) * P, C], row by row. */
export function board(x_TPPC: tf.Tensor4D, { rows, columns }: { rows: number; columns: number }): tf.Tensor4D {
  const [tiles, height, width, channels] = x_TPPC.shape;
  const count = tiles / rows / columns;
  return tf.tidy(() => {
    const cells = tf.reshape(x_TPPC, [count, rows, columns, height, width, channels]);
    return tf.reshape(tf.transpose(cells, [0, 1, 3, 2, 4, 5]), [count, rows * height, columns * width, channels]);
  });
}
