import { conv2d, type tf } from '@assay/engine';
import { kaimingNormalFanOut } from './initialisers';
import type { Scope } from './parameters';

export type ConvOptions = { kernel: number; inputs: number; outputs: number; stride?: number };

export type ConvLayer = (x_NHWC: tf.Tensor4D) => tf.Tensor4D;

/** Convolution without bias, padded by half its odd kernel, as everywhere in a ResNet. */
export function createConv(scope: Scope, { kernel, inputs, outputs, stride = 1 }: ConvOptions): ConvLayer {
  const w_HWIO = scope.parameter<tf.Rank.R4>({
    name: 'weight',
    shape: [kernel, kernel, inputs, outputs],
    layout: 'conv',
    init: kaimingNormalFanOut,
  });
  const padding = (kernel - 1) / 2;
  return (x_NHWC) => conv2d(x_NHWC, w_HWIO, { stride, padding });
}
