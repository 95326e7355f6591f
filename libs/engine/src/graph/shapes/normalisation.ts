import { DATA_TYPE, type OpCall, type ShapeFunction, type TensorSpec } from '../types';
import { broadcastShapes } from './broadcast';
import {
  dtypeOf,
  inputOf,
  rankedShapeOf,
  requireChannelsLast,
  requireSameShape,
  requireSameType,
  shapeOf,
  sideOf,
} from './call';

const overLastAxis: ShapeFunction = (call) => {
  sideOf(shapeOf(call, 0), -1);
  return [inputOf(call, 0)];
};

const localResponse: ShapeFunction = (call) => {
  rankedShapeOf(call, 0, 4);
  return [inputOf(call, 0)];
};

/** Inputs: the output's gradient, the input and the output. */
const localResponseGradient: ShapeFunction = (call) => {
  requireSameShape(call, 0, 1);
  requireSameShape(call, 0, 2);
  return localResponse(call);
};

/** Inputs: x, scale, offset, mean, variance. Outputs: y, then four vectors of a value a channel. */
function batchNorm(call: OpCall): TensorSpec[] {
  requireChannelsLast(call);
  const [x, scale] = [inputOf(call, 0), inputOf(call, 1)];
  const channels = sideOf(x.shape, -1);
  for (const index of [1, 2]) {
    const [length] = rankedShapeOf(call, index, 1);
    if (length !== channels) throw new Error(`input ${index} has ${length} values for ${channels} channels`);
  }
  return [x, scale, scale, scale, scale];
}

/** A sixth output is reserved for cuDNN; on a CPU it is empty. */
const batchNormWithReserve: ShapeFunction = (call) => [...batchNorm(call), { shape: [0], dtype: DATA_TYPE.float32 }];

/**
 * Inputs: the output's gradient, x, scale and what the forward pass reserved. The last two outputs mean nothing:
 * TensorFlow's own inference calls them [0], which a graph's shapes must agree with, though its kernel gives scalars.
 */
const batchNormGradient: ShapeFunction = (call) => {
  requireChannelsLast(call);
  requireSameShape(call, 0, 1);
  const [x, scale] = [inputOf(call, 1), inputOf(call, 2)];
  const nothing = { shape: [0], dtype: scale.dtype };
  return [x, scale, scale, nothing, nothing];
};

/** Logits and targets [N, C]; outputs the loss [N] and its slope [N, C]. */
const softmaxCrossEntropy: ShapeFunction = (call) => {
  requireSameType(call, 0, 1);
  const shape = broadcastShapes(rankedShapeOf(call, 0, 2), rankedShapeOf(call, 1, 2));
  const dtype = dtypeOf(call, 0);
  return [
    { shape: shape.slice(0, 1), dtype },
    { shape, dtype },
  ];
};

/** Logits [N, C] and a class of each row [N]; outputs the loss [N] and its slope [N, C]. */
const sparseSoftmaxCrossEntropy: ShapeFunction = (call) => {
  const logits = rankedShapeOf(call, 0, 2);
  const [labels] = rankedShapeOf(call, 1, 1);
  if (labels !== logits[0]) throw new Error(`${labels} labels for ${logits[0]} rows`);
  return [{ shape: [sideOf(logits, 0)], dtype: dtypeOf(call, 0) }, inputOf(call, 0)];
};

/** Softmax, batch normalisation and their losses and gradients. */
export const NORMALISATION = {
  FusedBatchNorm: batchNorm,
  FusedBatchNormGradV3: batchNormGradient,
  FusedBatchNormV3: batchNormWithReserve,
  LRN: localResponse,
  LRNGrad: localResponseGradient,
  LogSoftmax: overLastAxis,
  Softmax: overLastAxis,
  SoftmaxCrossEntropyWithLogits: softmaxCrossEntropy,
  SparseSoftmaxCrossEntropyWithLogits: sparseSoftmaxCrossEntropy,
} satisfies Record<string, ShapeFunction>;
