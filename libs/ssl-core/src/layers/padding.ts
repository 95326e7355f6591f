import { tf } from '@assay/engine';

/**
 * How a convolution pads: `symmetric` by half its odd kernel on every side, as PyTorch; `same` as TensorFlow, which with
 * a stride pads as little as possible, and the odd pixel at the end. At stride 1 the two are one.
 */
export type Padding = 'symmetric' | 'same';

type Window = { kernel: number; stride: number };

/** A map with TensorFlow's `SAME` padding written out, for a convolution that then pads nothing itself. */
export function padSame(x_NHWC: tf.Tensor4D, window: Window): tf.Tensor4D {
  const [, height, width] = x_NHWC.shape;
  const [rows, columns] = [sidesOf(height, window), sidesOf(width, window)];
  if ([...rows, ...columns].every((side) => side === 0)) return x_NHWC;
  return tf.pad(x_NHWC, [[0, 0], rows, columns, [0, 0]]);
}

/** Zeros before and after. */
function sidesOf(size: number, { kernel, stride }: Window): [number, number] {
  const all = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return [Math.floor(all / 2), Math.ceil(all / 2)];
}
