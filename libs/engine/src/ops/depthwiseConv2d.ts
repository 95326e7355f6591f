import { tf } from '../tf';
import { type ConvolutionOptions, conv2d, padSides } from './conv2d';

/**
 * Convolution of each channel by filters of its own, padding as a number: PyTorch's `conv2d` with as many groups as
 * channels.
 *
 * With a dilation it runs as a grouped convolution: TensorFlow's depthwise kernels give wrong gradients on a CPU then,
 * without an error.
 *
 * @param x_NHWC [N, H, W, C]
 * @param w_HWCM [kernel height, kernel width, C, M], M outputs of each channel
 * @returns [N, H', W', C * M], output c * M + m from channel c
 */
export function depthwiseConv2d(
  x_NHWC: tf.Tensor4D,
  w_HWCM: tf.Tensor4D,
  { stride, padding, dilation = 1 }: Omit<ConvolutionOptions, 'groups'>,
): tf.Tensor4D {
  const [height, width, channels, outputs] = w_HWCM.shape;
  if (channels !== x_NHWC.shape[3]) {
    throw new Error(`depthwiseConv2d: x is [${x_NHWC.shape}], the filter [${w_HWCM.shape}]`);
  }
  if (dilation > 1) {
    const w_HWIO = tf.reshape(w_HWCM, [height, width, 1, channels * outputs]);
    return conv2d(x_NHWC, w_HWIO as tf.Tensor4D, { stride, padding, dilation, groups: channels });
  }
  const isSame = stride === 1 && height === 2 * padding + 1 && width === 2 * padding + 1;
  if (isSame) return tf.depthwiseConv2d(x_NHWC, w_HWCM, 1, 'same');
  return tf.depthwiseConv2d(padding === 0 ? x_NHWC : padSides(x_NHWC, padding, 0), w_HWCM, stride, 'valid');
}
