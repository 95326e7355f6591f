import type { OpCall, Shape, ShapeFunction } from '../types';
import { constantShape, dtypeOf, inputOf, isSameShape, listAttribute, requireSameShape, shapeOf, sideOf } from './call';
import { slideWindow } from './windows';

function pooled(call: OpCall, picture: Shape, rank: number): Shape {
  if (picture.length !== rank) throw new Error(`a picture [${picture}] where ${rank} axes are needed`);
  const kernel = listAttribute(call, 'ksize');
  if (kernel.length !== rank || kernel[0] !== 1 || kernel.at(-1) !== 1) {
    throw new Error(`a window [${kernel}]: pictures and channels are not pooled`);
  }
  return [sideOf(picture, 0), ...slideWindow(call, picture, kernel.slice(1, -1)), sideOf(picture, -1)];
}

function forward(rank: number): ShapeFunction {
  return (call) => [{ shape: pooled(call, shapeOf(call, 0), rank), dtype: dtypeOf(call, 0) }];
}

/** Inputs: the picture, the forward pass's output and the output's gradient. */
function maximumGradient(rank: number): ShapeFunction {
  return (call) => {
    requireSameShape(call, 1, 2);
    requireGradient(shapeOf(call, 2), pooled(call, shapeOf(call, 0), rank));
    return [inputOf(call, 0)];
  };
}

/** Inputs: the picture's shape and the output's gradient. */
function averageGradient(rank: number): ShapeFunction {
  return (call) => {
    const picture = constantShape(call, 0);
    requireGradient(shapeOf(call, 1), pooled(call, picture, rank));
    return [{ shape: picture, dtype: dtypeOf(call, 1) }];
  };
}

function requireGradient(gradient: Shape, output: Shape): void {
  if (!isSameShape(gradient, output)) throw new Error(`its gradient is [${gradient}], its output [${output}]`);
}

/** Largest value or mean of each window of a picture [N, H, W, C] or volume [N, D, H, W, C], and the gradients. */
export const POOLING = {
  AvgPool: forward(4),
  AvgPool3D: forward(5),
  AvgPool3DGrad: averageGradient(5),
  AvgPoolGrad: averageGradient(4),
  MaxPool: forward(4),
  MaxPool3D: forward(5),
  MaxPool3DGrad: maximumGradient(5),
  MaxPoolGrad: maximumGradient(4),
} satisfies Record<string, ShapeFunction>;
