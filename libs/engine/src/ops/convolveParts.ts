import { tf } from '../tf';

export type Convolution = { stride: number; dilation: number; groups: number; pad: 'same' | 'valid' };

/**
 * A convolution with dilation and groups out of plain ones: a convolution a group, by a filter with zeros in its gaps.
 * Right everywhere, but it multiplies by those zeros.
 */
export function convolveParts(
  x_NHWC: tf.Tensor4D,
  w_HWIO: tf.Tensor4D,
  { stride, dilation, groups, pad }: Convolution,
): tf.Tensor4D {
  return tf.tidy(() => {
    const filter = dilation === 1 ? w_HWIO : spread(w_HWIO, dilation);
    if (groups === 1) return tf.conv2d(x_NHWC, filter, stride, pad);
    const filters = tf.split<tf.Tensor4D>(filter, groups, 3);
    const parts = tf.split<tf.Tensor4D>(x_NHWC, groups, 3).map((part, i) => {
      const own = filters[i];
      if (!own) throw new Error('split gave too few filters');
      return tf.conv2d(part, own, stride, pad);
    });
    return tf.concat(parts, 3);
  });
}

/** Zeros between the weights: [kernel, ..] to [dilation * (kernel - 1) + 1, ..] on both sides. */
function spread(w_HWIO: tf.Tensor4D, dilation: number): tf.Tensor4D {
  const [height, width, channels, outputs] = w_HWIO.shape;
  const none: [number, number] = [0, 0];
  const gap: [number, number] = [0, dilation - 1];
  const cells = tf.pad(tf.reshape(w_HWIO, [height, 1, width, 1, channels * outputs]), [none, gap, none, gap, none]);
  const wide = tf.reshape(cells, [height * dilation, width * dilation, channels, outputs]);
  const size = [dilation * (height - 1) + 1, dilation * (width - 1) + 1, channels, outputs];
  return tf.slice(wide as tf.Tensor4D, [0, 0, 0, 0], size as [number, number, number, number]); // four axes each
}
