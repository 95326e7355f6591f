import { DATA_TYPE, type OpCall, type ShapeFunction } from '../types';
import { constantNumber, constantShape, dtypeOf, numberAttribute, rankedShapeOf, shapeOf, sideOf } from './call';

/** Inputs: the shape, then the seed [2]. */
const drawn: ShapeFunction = (call) => {
  requireSeed(call, 1);
  return [{ shape: constantShape(call, 0), dtype: numberAttribute(call, 'dtype', DATA_TYPE.float32) }];
};

/** Inputs: the shape, the seed [2], the lowest number and the end. */
const drawnIntegers: ShapeFunction = (call) => {
  requireSeed(call, 1);
  return [{ shape: constantShape(call, 0), dtype: dtypeOf(call, 2) }];
};

/** Inputs: the shape, the seed [2], alpha. */
const drawnGamma: ShapeFunction = (call) => {
  requireSeed(call, 1);
  return [{ shape: constantShape(call, 0), dtype: dtypeOf(call, 2) }];
};

/** Inputs: logits [N, C], the number of draws, the seed [2]; output [N, draws]. */
const drawnClasses: ShapeFunction = (call) => {
  requireSeed(call, 2);
  const rows = sideOf(rankedShapeOf(call, 0, 2), 0);
  const dtype = numberAttribute(call, 'output_dtype', DATA_TYPE.int64);
  return [{ shape: [rows, constantNumber(call, 1)], dtype }];
};

function requireSeed(call: OpCall, input: number): void {
  const shape = shapeOf(call, input);
  if (shape.length !== 1 || shape[0] !== 2) throw new Error(`its seed must be two numbers, it is [${shape}]`);
}

/** Random numbers that are a function of a seed, which is fed: a step can be repeated and resumed. */
export const RANDOM = {
  StatelessMultinomial: drawnClasses,
  StatelessRandomGammaV2: drawnGamma,
  StatelessRandomNormal: drawn,
  StatelessRandomUniform: drawn,
  StatelessRandomUniformInt: drawnIntegers,
  StatelessTruncatedNormal: drawn,
} satisfies Record<string, ShapeFunction>;
