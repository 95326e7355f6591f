import { differentiable, take } from '../../differentiable';
import { keepFloat32 } from '../../graph/precision';
import { barrier } from '../../graph/update';
import { attribute, executeOne } from '../../native';
import { tf } from '../../tf';
import { fastestLine, type Line, TAPS } from './line';
import { kronecker, type Matrix } from './matrix';

export type FastConvolutionOptions = {
  stride: 1 | 2;
  /** The forward pass where only the gradients shall be fast. */
  forward?: () => tf.Tensor4D;
};

/**
 * Convolution with a 3 x 3 filter and padding 1 by fewer multiplications than its definition has (arXiv 1509.09308):
 * up to four times fewer, with the same result but for rounding. All of it is products of matrices: a picture's rows and
 * columns are transformed, each transformed pixel is multiplied by transformed weights of its own, all channels at once,
 * and the results are transformed back.
 *
 * The gradients are the same steps backwards. They transform the input and the weights a second time rather than keep
 * them, which would take more than twice the input's memory.
 *
 * @param x_NHWC [N, H, W, C]
 * @param w_HWIO [3, 3, C, D]
 * @returns [N, H', W', D], H' = ceil(H / stride)
 */
export function fastConv2d(
  x_NHWC: tf.Tensor4D,
  w_HWIO: tf.Tensor4D,
  { stride, forward }: FastConvolutionOptions,
): tf.Tensor4D {
  const [, height, width] = x_NHWC.shape;
  const grid: Grid = { rows: fastestLine(height, stride), columns: fastestLine(width, stride) };
  return differentiable<tf.Tensor4D>([x_NHWC, w_HWIO], () => ({
    value: forward?.() ?? convolve(grid, x_NHWC, w_HWIO),
    saved: [x_NHWC, w_HWIO],
    gradient: (dy, saved) => {
      // After dy, or the transformed input would be the forward pass's own and live until now.
      const [x, w] = barrier([take(saved, 0), take(saved, 1)], dy);
      if (!x || !w) throw new Error('barrier gave too few tensors');
      return gradients(grid, { x: x as tf.Tensor4D, w: w as tf.Tensor4D, dy });
    },
  }));
}

/**
 * Shapes: N pictures of H x W pixels, or H' x W' outputs, by C or D channels; T tiles of P products down (1) and across
 * (2), so that Q = P1 · P2 products have weights of their own.
 */
type Grid = { rows: Line; columns: Line };

function convolve(grid: Grid, x: tf.Tensor4D, w: tf.Tensor4D): tf.Tensor4D {
  return transformBack(grid, 'after', multiply(transform(grid, 'before', x), transformWeights(grid, w)));
}

function gradients(grid: Grid, { x, w, dy }: { x: tf.Tensor4D; w: tf.Tensor4D; dy: tf.Tensor4D }): tf.Tensor[] {
  const dProducts = transform(grid, 'after', dy);
  const dx = transformBack(grid, 'before', multiply(dProducts, transformWeights(grid, w), { transposeB: true }));
  const each = multiply(transform(grid, 'before', x), dProducts, { transposeA: true }); // [T1, Q, C, D]
  const dWeights = grid.rows.tiles === 1 ? each : tf.sum(each, 0);
  const size = w.size / TAPS ** 2;
  const dw = multiplyMatrices(weightMatrix(grid), tf.reshape(dWeights, [-1, size]), { transposeA: true });
  return [dx, tf.reshape(dw, w.shape)];
}

/**
 * [N, H, W, C] to [T1, Q, T2 · N, C]: inputs by the lines' `before`, or a gradient of outputs by their `after`, transposed.
 */
function transform({ rows, columns }: Grid, side: 'before' | 'after', x: tf.Tensor4D): tf.Tensor {
  const [count, height, width, channels] = x.shape;
  const transposeA = side === 'after';
  const pixels = tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [height, width * count * channels]);
  const down = multiplyMatrices(toTensor(rows[side]), pixels, { transposeA });
  const across = multiply(
    tf.expandDims(toTensor(byProduct(columns, side)), 0),
    tf.reshape(down, [rows.tiles * rows.products, width, count * channels]),
    { transposeA },
  );
  return tf.reshape(across, [rows.tiles, rows.products * columns.products, columns.tiles * count, channels]);
}

/** The way back: [T1, Q, T2 · N, D] to [N, H', W', D] by `after`, or to [N, H, W, D] by `before`, transposed. */
function transformBack({ rows, columns }: Grid, side: 'before' | 'after', products: tf.Tensor): tf.Tensor4D {
  const channels = products.shape.at(-1) ?? 0;
  const count = (products.shape[2] ?? 0) / columns.tiles;
  const transposeA = side === 'before';
  const [height, width] = [rows, columns].map((line) =>
    transposeA ? (line.before[0]?.length ?? 0) : line.after.length,
  ) as [number, number];
  const across = multiply(
    tf.expandDims(toTensor(byProduct(columns, side)), 0),
    tf.reshape(products, [rows.tiles * rows.products, columns.products * columns.tiles, count * channels]),
    { transposeA },
  );
  const pixels = multiplyMatrices(
    toTensor(rows[side]),
    tf.reshape(across, [rows.tiles * rows.products, width * count * channels]),
    { transposeA },
  );
  return tf.transpose(tf.reshape(pixels, [height, width, count, channels]), [2, 0, 1, 3]);
}

/** [3, 3, C, D] to [Q, C, D]. */
function transformWeights(grid: Grid, w: tf.Tensor4D): tf.Tensor {
  const [, , inputs, outputs] = w.shape;
  const flat = tf.reshape(w, [TAPS ** 2, inputs * outputs]);
  return tf.reshape(multiplyMatrices(weightMatrix(grid), flat), [-1, inputs, outputs]);
}

/** [Q, 9] */
function weightMatrix({ rows, columns }: Grid): tf.Tensor2D {
  return toTensor(kronecker(rows.weights, columns.weights));
}

/** The line's matrix with its T · P places product by product instead of tile by tile. */
function byProduct({ tiles, products, before, after }: Line, side: 'before' | 'after'): Matrix {
  const order = Array.from({ length: tiles * products }, (_, i) => (i % tiles) * products + Math.floor(i / tiles));
  if (side === 'before') return order.map((place) => before[place] ?? []);
  return after.map((row) => order.map((place) => row[place] ?? 0));
}

function toTensor(matrix: Matrix): tf.Tensor2D {
  return tf.tensor2d(matrix.map((row) => [...row]));
}

type Transposes = { transposeA?: boolean; transposeB?: boolean };

function multiply(a: tf.Tensor, b: tf.Tensor, { transposeA = false, transposeB = false }: Transposes = {}): tf.Tensor {
  const transposes = [attribute.bool('adj_x', transposeA), attribute.bool('adj_y', transposeB)];
  return keepFloat32(() => executeOne('BatchMatMulV2', [attribute.type('T', 'float32'), ...transposes], [a, b]));
}

function multiplyMatrices(a: tf.Tensor, b: tf.Tensor, { transposeA = false }: Transposes = {}): tf.Tensor {
  const transposes = [attribute.bool('transpose_a', transposeA), attribute.bool('transpose_b', false)];
  return keepFloat32(() => executeOne('MatMul', [attribute.type('T', 'float32'), ...transposes], [a, b]));
}
