import type { ResnetConfig } from '@assay/contracts';
import { relu, tf } from '@assay/engine';
import { createBatchNorm } from './batchNorm';
import { createBlockAttention } from './blockAttention';
import { createConv } from './conv';
import type { Mode } from './mode';
import type { Scope } from './parameters';

export type BasicBlock = (x_NHWC: tf.Tensor4D, mode: Mode) => tf.Tensor4D;

export type BlockShape = { inputs: number; stride: number; attention?: ResnetConfig['attention'] };

/**
 * The residual block of two 3 x 3 convolutions (arXiv 1512.03385, figure 2); the way around it is a 1 x 1 convolution
 * where the shape changes (option B).
 */
export function createBasicBlock(
  scope: Scope,
  { inputs, outputs, stride, attention = 'none' }: BlockShape & { outputs: number },
): BasicBlock {
  const conv1 = createConv(scope.child('conv1'), { kernel: 3, inputs, outputs, stride });
  const norm1 = createBatchNorm(scope.child('bn1'), outputs);
  const conv2 = createConv(scope.child('conv2'), { kernel: 3, inputs: outputs, outputs });
  const norm2 = createBatchNorm(scope.child('bn2'), outputs);
  const weigh = createBlockAttention(scope, attention, outputs);
  const around = stride === 1 && inputs === outputs ? null : createShortcut(scope, { inputs, outputs, stride });

  return (x_NHWC, mode) => {
    const h = relu(norm1(conv1(x_NHWC), mode));
    const y_NHWC = norm2(conv2(h), mode);
    return relu(tf.add(weigh ? weigh(y_NHWC, mode) : y_NHWC, around ? around(x_NHWC, mode) : x_NHWC));
  };
}

/** The way around a block whose shape changes: a 1 x 1 convolution with its norm. */
export function createShortcut(scope: Scope, shape: { inputs: number; outputs: number; stride: number }): BasicBlock {
  const conv = createConv(scope.child('downsample.0'), { kernel: 1, ...shape });
  const norm = createBatchNorm(scope.child('downsample.1'), shape.outputs);
  return (x_NHWC, mode) => norm(conv(x_NHWC), mode);
}
