import { tf } from '../tf';
import { padSides, type Window } from './conv2d';

export type AvgPoolOptions = Window & {
  /** Whether the zeros of the padding count among the averaged, as PyTorch does unless told otherwise. */
  countsPadding?: boolean;
};

/**
 * Mean of each window, with padding as a number, as PyTorch's `AvgPool2d`.
 *
 * @param x_NHWC [N, H, W, C]
 * @returns [N, H', W', C], H' = floor((H + 2 * padding - size) / stride) + 1
 */
export function avgPool(
  x_NHWC: tf.Tensor4D,
  size: number,
  { stride, padding, countsPadding = true }: AvgPoolOptions,
): tf.Tensor4D {
  if (padding === 0) return tf.avgPool(x_NHWC, size, stride, 'valid');
  const means = tf.avgPool(padSides(x_NHWC, padding, 0), size, stride, 'valid');
  if (countsPadding) return means;
  const [, height, width] = x_NHWC.shape;
  const shares = (side: number, outputs: number) => insideShares({ side, outputs, size, stride, padding });
  const [, rows, columns] = means.shape;
  const byRow = tf.tensor4d(shares(height, rows), [1, rows, 1, 1]);
  const byColumn = tf.tensor4d(shares(width, columns), [1, 1, columns, 1]);
  return tf.div(means, tf.mul(byRow, byColumn));
}

type Side = { side: number; outputs: number; size: number; stride: number; padding: number };

/** Along one side, the share of each window that lies inside the picture. */
function insideShares({ side, outputs, size, stride, padding }: Side): number[] {
  return Array.from({ length: outputs }, (_, i) => {
    const start = i * stride - padding;
    return (Math.min(start + size, side) - Math.max(start, 0)) / size;
  });
}
