import { conv2d, depthwiseConv2d, type tf } from '@assay/engine';
import { kaimingNormalFanOut } from './initialisers';
import { type Padding, padSame } from './padding';
import type { Scope } from './parameters';

export type ConvOptions = { kernel: number; inputs: number; outputs: number; stride?: number; padding?: Padding };

export type ConvLayer = (x_NHWC: tf.Tensor4D) => tf.Tensor4D;

/** Convolution without bias, of an odd kernel; padded by half of it when nothing else is said, as everywhere in a ResNet. */
export function createConv(
  scope: Scope,
  { kernel, inputs, outputs, stride = 1, padding = 'symmetric' }: ConvOptions,
): ConvLayer {
  const w_HWIO = scope.parameter<tf.Rank.R4>({
    name: 'weight',
    shape: [kernel, kernel, inputs, outputs],
    layout: 'conv',
    init: kaimingNormalFanOut,
  });
  return padded({ kernel, stride, padding }, (x_NHWC, window) => conv2d(x_NHWC, w_HWIO, window));
}

export type DepthwiseConvOptions = Omit<ConvOptions, 'inputs' | 'outputs'> & { channels: number };

/** A filter of its own for each channel, without bias: PyTorch's `Conv2d` with as many groups as channels. */
export function createDepthwiseConv(
  scope: Scope,
  { kernel, channels, stride = 1, padding = 'symmetric' }: DepthwiseConvOptions,
): ConvLayer {
  const w_HWC1 = scope.parameter<tf.Rank.R4>({
    name: 'weight',
    shape: [kernel, kernel, channels, 1],
    layout: 'depthwise',
    // The last axis is 1: each output sees kernel * kernel weights, which is timm's fan out over groups.
    init: kaimingNormalFanOut,
  });
  return padded({ kernel, stride, padding }, (x_NHWC, window) => depthwiseConv2d(x_NHWC, w_HWC1, window));
}

type Convolve = (x_NHWC: tf.Tensor4D, window: { stride: number; padding: number }) => tf.Tensor4D;

function padded(
  { kernel, stride, padding }: { kernel: number; stride: number; padding: Padding },
  convolve: Convolve,
): ConvLayer {
  const window = { stride, padding: (kernel - 1) / 2 };
  if (padding === 'symmetric' || stride === 1) return (x_NHWC) => convolve(x_NHWC, window);
  return (x_NHWC) => convolve(padSame(x_NHWC, { kernel, stride }), { stride, padding: 0 });
}
