import type { OpCall, Shape, ShapeFunction } from '../types';
import { constantShape, dtypeOf, inputOf, isSameShape, requireSameType, shapeOf, sideOf } from './call';
import { slideWindow } from './windows';

/** Shape of the output from those of the picture and the filter. */
type Convolve = (call: OpCall, picture: Shape, filter: Shape) => Shape;

/** Filter [sides.., input channels of a group, output channels]; fewer input channels than the picture's make groups. */
function convolution(spatialAxes: number): Convolve {
  return (call, picture, filter) => {
    requireAxes(picture, filter, spatialAxes);
    const channels = sideOf(picture, -1);
    const groupChannels = sideOf(filter, -2);
    const outputs = sideOf(filter, -1);
    if (channels % groupChannels !== 0 || outputs % (channels / groupChannels) !== 0) {
      throw new Error(`a filter of ${groupChannels} to ${outputs} channels on ${channels} channels`);
    }
    return [sideOf(picture, 0), ...slideWindow(call, picture, filter.slice(0, spatialAxes)), outputs];
  };
}

/** Filter [height, width, channels, outputs of each channel]. */
const depthwise: Convolve = (call, picture, filter) => {
  requireAxes(picture, filter, 2);
  const channels = sideOf(picture, -1);
  if (sideOf(filter, 2) !== channels) throw new Error(`a filter of ${filter[2]} channels on ${channels} channels`);
  return [sideOf(picture, 0), ...slideWindow(call, picture, filter.slice(0, 2)), channels * sideOf(filter, 3)];
};

/** Grey-scale dilation, filter [height, width, channels]; its spread is called `rates`. */
const dilation: Convolve = (call, picture, filter) => {
  if (picture.length !== 4 || filter.length !== 3) throw new Error('a picture of 4 axes and a filter of 3 are needed');
  const channels = sideOf(picture, -1);
  if (sideOf(filter, 2) !== channels) throw new Error(`a filter of ${filter[2]} channels on ${channels} channels`);
  const sides = slideWindow(call, picture, filter.slice(0, 2), { dilations: 'rates' });
  return [sideOf(picture, 0), ...sides, channels];
};

function requireAxes(picture: Shape, filter: Shape, spatialAxes: number): void {
  const rank = spatialAxes + 2;
  if (picture.length !== rank || filter.length !== rank) {
    throw new Error(`a picture [${picture}] and a filter [${filter}] where both must have ${rank} axes`);
  }
}

/** Inputs: the picture and the filter. */
function forward(convolve: Convolve): ShapeFunction {
  return (call) => {
    requireSameType(call, 0, 1);
    return [{ shape: convolve(call, shapeOf(call, 0), shapeOf(call, 1)), dtype: dtypeOf(call, 0) }];
  };
}

/** Inputs: the picture's shape, the filter and the output's gradient. */
function pictureGradient(convolve: Convolve): ShapeFunction {
  return (call) => {
    const picture = constantShape(call, 0);
    requireGradient(call, convolve(call, picture, shapeOf(call, 1)));
    return [{ shape: picture, dtype: dtypeOf(call, 1) }];
  };
}

/** Inputs: the picture, the filter's shape and the output's gradient. */
function filterGradient(convolve: Convolve): ShapeFunction {
  return (call) => {
    const filter = constantShape(call, 1);
    requireGradient(call, convolve(call, shapeOf(call, 0), filter));
    return [{ shape: filter, dtype: dtypeOf(call, 0) }];
  };
}

/** Inputs: picture, filter, the output's gradient. */
function dilationGradient(index: 0 | 1): ShapeFunction {
  return (call) => {
    requireGradient(call, dilation(call, shapeOf(call, 0), shapeOf(call, 1)));
    return [inputOf(call, index)];
  };
}

function requireGradient(call: OpCall, output: Shape): void {
  const gradient = shapeOf(call, 2);
  if (!isSameShape(gradient, output)) throw new Error(`its gradient is [${gradient}], its output [${output}]`);
}

/** Convolutions of pictures [N, H, W, C] and volumes [N, D, H, W, C], and their gradients. */
export const CONVOLUTION = {
  Conv2D: forward(convolution(2)),
  Conv2DBackpropFilter: filterGradient(convolution(2)),
  Conv2DBackpropInput: pictureGradient(convolution(2)),

  Conv3D: forward(convolution(3)),
  Conv3DBackpropFilterV2: filterGradient(convolution(3)),
  Conv3DBackpropInputV2: pictureGradient(convolution(3)),

  DepthwiseConv2dNative: forward(depthwise),
  DepthwiseConv2dNativeBackpropFilter: filterGradient(depthwise),
  DepthwiseConv2dNativeBackpropInput: pictureGradient(depthwise),

  Dilation2D: forward(dilation),
  Dilation2DBackpropFilter: dilationGradient(1),
  Dilation2DBackpropInput: dilationGradient(0),
} satisfies Record<string, ShapeFunction>;
