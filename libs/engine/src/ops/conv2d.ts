import { differentiable, take } from '../differentiable';
import { type Attribute, attribute, executeOne } from '../native';
import { tf } from '../tf';
import { type Convolution, convolveParts } from './convolveParts';
import { convolveFast } from './fastConvolution/choose';
import { hasFullConvolution } from './hasFullConvolution';

export type Window = {
  stride: number;
  /** Zeros (for pooling: lowest values) added on each side. */
  padding: number;
};

export type ConvolutionOptions = Window & {
  /** Pixels from one weight of the filter to the next; 1 when not given. */
  dilation?: number;
  /** Input and output channels fall into that many groups in order, each output seeing its own group alone. */
  groups?: number;
};

/**
 * Convolution with padding as a number, as PyTorch counts it.
 *
 * Pads first and convolves `valid`: TensorFlow's own explicit padding took 57 % more processor time on a CPU, and tfjs
 * has no gradient for it. Where `same` means the same it is used, which saves the copy. Large 3 x 3 convolutions take
 * fewer multiplications (`fastConv2d`): a SimCLR step of ResNet-18 on 128 pictures of 64 x 64 went from 1,196 to 815 ms
 * of processor time on two cores. Its gradients moved by less than those of an input one last digit larger.
 *
 * Dilations and groups, whose gradients tfjs lacks, go to TensorFlow's kernels; where it has none for them (a CPU
 * without oneDNN), they are put together from plain convolutions, which costs more.
 *
 * @param x_NHWC [N, H, W, I]
 * @param w_HWIO [kernel height, kernel width, I / groups, O]
 * @returns [N, H', W', O], H' = floor((H + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1
 */
export function conv2d(
  x_NHWC: tf.Tensor4D,
  w_HWIO: tf.Tensor4D,
  { stride, padding, dilation = 1, groups = 1 }: ConvolutionOptions,
): tf.Tensor4D {
  const [height, width, channels, outputs] = w_HWIO.shape;
  if (channels * groups !== x_NHWC.shape[3] || outputs % groups !== 0) {
    throw new Error(`conv2d: x is [${x_NHWC.shape}], the filter [${w_HWIO.shape}] with ${groups} groups`);
  }
  const isSame = stride === 1 && dilation * (height - 1) === 2 * padding && dilation * (width - 1) === 2 * padding;
  const options = { stride, dilation, groups, pad: isSame ? 'same' : 'valid' } as const;
  const padded = () => (isSame || padding === 0 ? x_NHWC : padSides(x_NHWC, padding, 0));
  if (height === 1 && width === 1 && stride > 1 && groups === 1 && channels < SAFE_CHANNELS) {
    return tf.conv2d(everyNth(padded(), stride), w_HWIO, 1, 'valid');
  }
  if (dilation === 1 && groups === 1) {
    const plain = () => tf.conv2d(padded(), w_HWIO, stride, options.pad);
    return convolveFast({ x: x_NHWC, w: w_HWIO, stride, padding }, plain) ?? plain();
  }
  return hasFullConvolution() ? convolve(padded(), w_HWIO, options) : convolveParts(padded(), w_HWIO, options);
}

/**
 * With fewer channels oneDNN's gradient of a 1 x 1 filter with stride writes beyond its memory: with 4, 8 and 12
 * channels, 3 pictures of 16 x 16 and two threads the process dies within some tens of calls, while 16 to 64 channels gave
 * right gradients for every size and batch tried (TensorFlow 2.21). Taking the pixels that the stride meets, and
 * convolving these without stride, avoids it.
 */
const SAFE_CHANNELS = 16;

/** Each nth row and column, beginning with the first: [N, H, W, C] to [N, ceil(H / n), ceil(W / n), C]. */
function everyNth(x_NHWC: tf.Tensor4D, n: number): tf.Tensor4D {
  const [pictures, height, width, channels] = x_NHWC.shape;
  const [rows, columns] = [Math.ceil(height / n), Math.ceil(width / n)];
  const whole = tf.pad(x_NHWC, [
    [0, 0],
    [0, rows * n - height],
    [0, columns * n - width],
    [0, 0],
  ]);
  const blocks = tf.reshape(whole, [pictures * rows, n, columns, n * channels]);
  const first = tf.slice(blocks, [0, 0, 0, 0], [pictures * rows, 1, columns, channels]);
  return tf.reshape(first, [pictures, rows, columns, channels]);
}

/** Adds `padding` rows and columns of one value on each side. */
export function padSides(x_NHWC: tf.Tensor4D, padding: number, value: number): tf.Tensor4D {
  const side: [number, number] = [padding, padding];
  return tf.pad(x_NHWC, [[0, 0], side, side, [0, 0]], value);
}

/** One kernel for all groups, which TensorFlow counts by the filter's channels. */
function convolve(x: tf.Tensor4D, w: tf.Tensor4D, options: Convolution): tf.Tensor4D {
  return differentiable<tf.Tensor4D>([x, w], () => ({
    value: executeOne('Conv2D', attributesOf(options), [x, w]) as tf.Tensor4D, // [N, H', W', O]
    saved: [x, w],
    gradient: (dy, saved) => {
      const [x, w] = [take(saved, 0), take(saved, 1)];
      const shape = (tensor: tf.Tensor) => tf.tensor1d(tensor.shape, 'int32');
      return [
        executeOne('Conv2DBackpropInput', attributesOf(options), [shape(x), w, dy]),
        executeOne('Conv2DBackpropFilter', attributesOf(options), [x, shape(w), dy]),
      ];
    },
  }));
}

function attributesOf({ stride, dilation, pad }: Convolution): Attribute[] {
  return [
    attribute.type('T', 'float32'),
    attribute.ints('strides', [1, stride, stride, 1]),
    attribute.ints('dilations', [1, dilation, dilation, 1]),
    attribute.string('padding', pad.toUpperCase()),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('use_cudnn_on_gpu', true),
    attribute.ints('explicit_paddings', []),
  ];
}
