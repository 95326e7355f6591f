import type { GraphNode } from './nodes';
import { countValues } from './shapes/call';
import type { Shape } from './types';

/**
 * Floating-point operations of a node, a multiplication with its addition as two; 0 for all but products and
 * convolutions, which are what the machine's peak is measured by.
 *
 * @param shapeOf shape of an input, as the node names it
 */
export function flopsOf({ op, inputs, attributes, outputs }: GraphNode, shapeOf: (input: string) => Shape): number {
  const shape = (place: number): Shape => shapeOf(inputs[place] ?? '');
  const output = outputs[0]?.shape ?? [];
  const flag = (name: string) => attributes.some((attribute) => attribute.name === name && attribute.value === true);
  switch (op) {
    case 'MatMul':
      return 2 * countValues(output) * (shape(0)[flag('transpose_a') ? 0 : 1] ?? 0);
    case 'BatchMatMulV2':
      return 2 * countValues(output) * (shape(0).at(flag('adj_x') ? -2 : -1) ?? 0);
    case 'Conv2D':
      return convolution(output, shape(1));
    // All three do the same products, in other orders; only the result of the forward pass has the shape to count by.
    case 'Conv2DBackpropInput':
      return convolution(shape(2), shape(1));
    case 'Conv2DBackpropFilter':
      return convolution(shape(2), output);
    case 'DepthwiseConv2dNative':
      return depthwise(output, shape(1));
    case 'DepthwiseConv2dNativeBackpropInput':
      return depthwise(shape(2), shape(1));
    case 'DepthwiseConv2dNativeBackpropFilter':
      return depthwise(shape(2), output);
    default:
      return 0;
  }
}

/** @param result_NHWC of the forward convolution @param filter_HWIO with the channels of one group as I */
function convolution(result_NHWC: Shape, [height = 0, width = 0, inputs = 0]: Shape): number {
  return 2 * countValues(result_NHWC) * height * width * inputs;
}

function depthwise(result_NHWC: Shape, [height = 0, width = 0]: Shape): number {
  return 2 * countValues(result_NHWC) * height * width;
}
