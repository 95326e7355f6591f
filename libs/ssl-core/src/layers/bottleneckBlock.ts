import { relu, tf } from '@assay/engine';
import { type BasicBlock, type BlockShape, createShortcut } from './basicBlock';
import { createBatchNorm } from './batchNorm';
import { createBlockAttention } from './blockAttention';
import { createConv } from './conv';
import type { Scope } from './parameters';

/** Channels that a bottleneck block gives out over those of its 3 x 3 convolution. */
export const BOTTLENECK_EXPANSION = 4;

/**
 * The residual block of three convolutions, 1 x 1 that narrows, 3 x 3, and 1 x 1 that widens (arXiv 1512.03385, figure
 * 5). The stride sits in the 3 x 3, as in torchvision ("ResNet v1.5"), not in the first 1 x 1 of the paper.
 *
 * @param size.width channels of the 3 x 3 convolution; the block gives four times as many
 */
export function createBottleneckBlock(
  scope: Scope,
  { inputs, width, stride, attention = 'none' }: BlockShape & { width: number },
): BasicBlock {
  const outputs = width * BOTTLENECK_EXPANSION;
  const conv1 = createConv(scope.child('conv1'), { kernel: 1, inputs, outputs: width });
  const norm1 = createBatchNorm(scope.child('bn1'), width);
  const conv2 = createConv(scope.child('conv2'), { kernel: 3, inputs: width, outputs: width, stride });
  const norm2 = createBatchNorm(scope.child('bn2'), width);
  const conv3 = createConv(scope.child('conv3'), { kernel: 1, inputs: width, outputs });
  const norm3 = createBatchNorm(scope.child('bn3'), outputs);
  const weigh = createBlockAttention(scope, attention, outputs);
  const around = stride === 1 && inputs === outputs ? null : createShortcut(scope, { inputs, outputs, stride });

  return (x_NHWC, mode) => {
    const narrow = relu(norm1(conv1(x_NHWC), mode));
    const h = relu(norm2(conv2(narrow), mode));
    const y_NHWC = norm3(conv3(h), mode);
    return relu(tf.add(weigh ? weigh(y_NHWC, mode) : y_NHWC, around ? around(x_NHWC, mode) : x_NHWC));
  };
}
