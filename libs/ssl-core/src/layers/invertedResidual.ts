import { tf } from '@assay/engine';
import { type BatchNormOptions, createBatchNorm } from './batchNorm';
import { createConv, createDepthwiseConv } from './conv';
import { createDropPath } from './dropPath';
import type { Mode } from './mode';
import type { Padding } from './padding';
import type { Scope } from './parameters';
import { createSqueezeExcite, type SqueezeExcite } from './squeezeExcite';

/** What all blocks of an EfficientNet share. */
export type BlockStyle = {
  activation: <T extends tf.Tensor>(x: T) => T;
  norm: BatchNormOptions;
  padding: Padding;
  /** Channels between the two layers of squeeze-and-excitation, over the block's inputs;): SqueezeExcite | null: there is none. */
  excitation: number | null;
};

export type BlockShape = {
  inputs: number;
  outputs: number;
  kernel: number;
  stride: number;
  /** Channels inside over the inputs; at 1 nothing is expanded. */
  expansion: number;
  /** Share of the pictures that skip the block in training, and the branch's place among all. */
  dropPath: { rate: number; branch: number };
};

export type ConvBlock = (x_NHWC: tf.Tensor4D, mode: Mode) => tf.Tensor4D;

/**
 * Inverted residual with a linear bottleneck (MobileNetV2, arXiv 1801.04381), called MBConv in an EfficientNet: 1 x 1 that
 * widens, depthwise, squeeze-and-excitation, 1 x 1 that narrows without an activation. Names are those of timm's
 * `InvertedResidual`, and at expansion 1, where the first of the three is missing, of its `DepthwiseSeparableConv`.
 */
export function createInvertedResidual(scope: Scope, shape: BlockShape, style: BlockStyle): ConvBlock {
  const { inputs, outputs, kernel, stride, expansion } = shape;
  const { activation, padding } = style;
  const channels = inputs * expansion;
  const isExpanded = expansion > 1;
  const normAt = (place: number, size: number) => createBatchNorm(scope.child(`bn${place}`), size, style.norm);

  const widen = isExpanded ? createConv(scope.child('conv_pw'), { kernel: 1, inputs, outputs: channels }) : null;
  const norm1 = isExpanded ? normAt(1, channels) : null;
  const filter = createDepthwiseConv(scope.child('conv_dw'), { kernel, channels, stride, padding });
  const norm2 = normAt(isExpanded ? 2 : 1, channels);
  const excite = createExcitation(scope, { inputs, channels }, style);
  const narrow = createConv(scope.child(isExpanded ? 'conv_pwl' : 'conv_pw'), { kernel: 1, inputs: channels, outputs });
  const norm3 = normAt(isExpanded ? 3 : 2, outputs);
  const drop = createDropPath(shape.dropPath.rate, shape.dropPath.branch);
  const hasWayAround = stride === 1 && inputs === outputs;

  return (x_NHWC, mode) =>
    tf.tidy(() => {
      const wide = widen && norm1 ? activation(norm1(widen(x_NHWC), mode)) : x_NHWC;
      const filtered = activation(norm2(filter(wide), mode));
      const y_NHWC = norm3(narrow(excite ? excite(filtered) : filtered), mode);
      return hasWayAround ? tf.add<tf.Tensor4D>(drop(y_NHWC, mode), x_NHWC) : y_NHWC;
    });
}

function createExcitation(
  scope: Scope,
  { inputs, channels }: { inputs: number; channels: number },
  { excitation, activation }: BlockStyle,
): SqueezeExcite | null {
  if (excitation === null) return null;
  const reduced = Math.round(inputs * excitation);
  return createSqueezeExcite(scope.child('se'), {
    channels,
    reduced,
    activation,
    names: ['conv_reduce', 'conv_expand'],
  });
}
