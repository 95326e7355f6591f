import { DATA_TYPE, type OpCall, type ShapeFunction, type TensorSpec } from '../types';
import {
  constantNumber,
  constantShape,
  dtypeOf,
  flagAttribute,
  inputOf,
  numberAttribute,
  rankedShapeOf,
  sideOf,
} from './call';

/** Pictures [N, H, W, C] of another height and width, which a constant input says. */
function resized(call: OpCall, sizes: number, dtype: number): TensorSpec[] {
  const pictures = rankedShapeOf(call, 0, 4);
  return [{ shape: [sideOf(pictures, 0), ...sizeOf(call, sizes), sideOf(pictures, 3)], dtype }];
}

function sizeOf(call: OpCall, input: number): readonly number[] {
  const size = constantShape(call, input);
  if (size.length !== 2) throw new Error(`input ${input} must be a height and a width, it is [${size}]`);
  return size;
}

const interpolate: ShapeFunction = (call) => resized(call, 1, DATA_TYPE.float32);
const pick: ShapeFunction = (call) => resized(call, 1, dtypeOf(call, 0));

/** Inputs: the output's gradient and the pictures. */
const interpolateGradient: ShapeFunction = (call) => {
  rankedShapeOf(call, 0, 4);
  return [{ shape: rankedShapeOf(call, 1, 4), dtype: dtypeOf(call, 1) }];
};

/** Inputs: pictures, transforms [N, 8] or [1, 8], size, the value outside. */
const projectiveTransform: ShapeFunction = (call) => resized(call, 2, dtypeOf(call, 0));

/** Inputs: pictures, boxes [M, 4], the picture of each box [M], size. */
const cropAndResize: ShapeFunction = (call) => {
  const channels = sideOf(rankedShapeOf(call, 0, 4), 3);
  const boxes = requireBoxes(call, 1, 2);
  return [{ shape: [boxes, ...sizeOf(call, 3), channels], dtype: DATA_TYPE.float32 }];
};

/** Inputs: the output's gradient, boxes [M, 4], the picture of each box [M], the pictures' shape. */
const cropGradientOfPictures: ShapeFunction = (call) => {
  requireBoxes(call, 1, 2);
  const shape = constantShape(call, 3);
  if (shape.length !== 4) throw new Error(`input 3 must be a shape of 4 axes, it is [${shape}]`);
  return [{ shape, dtype: numberAttribute(call, 'T', DATA_TYPE.float32) }];
};

/** Inputs: the output's gradient, the pictures, boxes [M, 4], the picture of each box [M]. */
const cropGradientOfBoxes: ShapeFunction = (call) => {
  const boxes = requireBoxes(call, 2, 3);
  return [{ shape: [boxes, 4], dtype: DATA_TYPE.float32 }];
};

function requireBoxes(call: OpCall, boxesInput: number, picturesInput: number): number {
  const [boxes = 0, corners] = rankedShapeOf(call, boxesInput, 2);
  const [pictures] = rankedShapeOf(call, picturesInput, 1);
  if (corners !== 4) throw new Error(`a box has 4 numbers, not ${corners}`);
  if (pictures !== boxes) throw new Error(`${boxes} boxes with the numbers of ${pictures} pictures`);
  return boxes;
}

/** Inputs: boxes [M, 4], scores [M], how many at most, two thresholds. */
const paddedSuppression: ShapeFunction = (call) => {
  if (!flagAttribute(call, 'pad_to_max_output_size')) {
    throw new Error(
      'its output size depends on the data: use tf.image.nonMaxSuppressionPadded with padToMaxOutputSize true',
    );
  }
  const [boxes] = rankedShapeOf(call, 0, 2);
  const [scores] = rankedShapeOf(call, 1, 1);
  if (boxes !== scores) throw new Error(`${boxes} boxes with ${scores} scores`);
  return [
    { shape: [constantNumber(call, 2)], dtype: DATA_TYPE.int32 },
    { shape: [], dtype: DATA_TYPE.int32 },
  ];
};

const colours: ShapeFunction = (call) => [inputOf(call, 0)];

/** Pictures [N, H, W, C] in other sizes, parts or colours, and the choice among boxes. */
export const IMAGE = {
  AdjustContrastv2: colours,
  AdjustHue: colours,
  AdjustSaturation: colours,
  CropAndResize: cropAndResize,
  CropAndResizeGradBoxes: cropGradientOfBoxes,
  CropAndResizeGradImage: cropGradientOfPictures,
  HSVToRGB: colours,
  ImageProjectiveTransformV3: projectiveTransform,
  NonMaxSuppressionV4: paddedSuppression,
  RGBToHSV: colours,
  ResizeBicubic: interpolate,
  ResizeBicubicGrad: interpolateGradient,
  ResizeBilinear: interpolate,
  ResizeBilinearGrad: interpolateGradient,
  ResizeNearestNeighbor: pick,
  ResizeNearestNeighborGrad: pick,
} satisfies Record<string, ShapeFunction>;
