import { DATA_TYPE, type ShapeFunction } from '../types';
import { broadcastShapes, requireBroadcastable } from './broadcast';
import {
  dtypeOf,
  inputOf,
  isSameShape,
  numberAttribute,
  requireSameShape,
  requireSameType,
  requireType,
  shapeOf,
} from './call';

/** One input; the output is like it. */
export const likeInput: ShapeFunction = (call) => [inputOf(call, 0)];

/** A value of the forward pass and a gradient, or two gradients: of one shape, and the output is like them. */
const likeBoth: ShapeFunction = (call) => {
  requireSameShape(call, 0, 1);
  requireSameType(call, 0, 1);
  return [inputOf(call, 0)];
};

const test: ShapeFunction = (call) => [{ shape: shapeOf(call, 0), dtype: DATA_TYPE.bool }];

const arithmetic: ShapeFunction = (call) => {
  requireSameType(call, 0, 1);
  return [{ shape: broadcastShapes(shapeOf(call, 0), shapeOf(call, 1)), dtype: dtypeOf(call, 0) }];
};

const comparison: ShapeFunction = (call) => {
  requireSameType(call, 0, 1);
  return [{ shape: broadcastShapes(shapeOf(call, 0), shapeOf(call, 1)), dtype: DATA_TYPE.bool }];
};

const logic: ShapeFunction = (call) => {
  requireType(call, 0, DATA_TYPE.bool);
  return comparison(call);
};

const not: ShapeFunction = (call) => {
  requireType(call, 0, DATA_TYPE.bool);
  return likeInput(call);
};

const addAll: ShapeFunction = (call) => {
  for (const index of call.inputs.keys()) {
    requireSameShape(call, 0, index);
    requireSameType(call, 0, index);
  }
  return [inputOf(call, 0)];
};

const clip: ShapeFunction = (call) => {
  for (const bound of [1, 2]) {
    requireSameType(call, 0, bound);
    requireBroadcastable(shapeOf(call, bound), shapeOf(call, 0));
  }
  return [inputOf(call, 0)];
};

/** The older choice: the condition is a scalar, one flag a row, or of the values' own shape. */
const selectRows: ShapeFunction = (call) => {
  requireType(call, 0, DATA_TYPE.bool);
  requireSameShape(call, 1, 2);
  requireSameType(call, 1, 2);
  const condition = shapeOf(call, 0);
  const values = shapeOf(call, 1);
  const isFlagARow = condition.length === 1 && condition[0] === values[0];
  if (condition.length > 0 && !isFlagARow && !isSameShape(condition, values)) {
    throw new Error(`the condition is [${condition}], the values are [${values}]`);
  }
  return [inputOf(call, 1)];
};

const select: ShapeFunction = (call) => {
  requireType(call, 0, DATA_TYPE.bool);
  requireSameType(call, 1, 2);
  const values = broadcastShapes(shapeOf(call, 1), shapeOf(call, 2));
  return [{ shape: broadcastShapes(shapeOf(call, 0), values), dtype: dtypeOf(call, 1) }];
};

const cast: ShapeFunction = (call) => [{ shape: shapeOf(call, 0), dtype: numberAttribute(call, 'DstT') }];

/** Operations on one value at a time, with broadcasting where there are several inputs. */
export const ELEMENTWISE = {
  Abs: likeInput,
  Acos: likeInput,
  Acosh: likeInput,
  Asin: likeInput,
  Asinh: likeInput,
  Atan: likeInput,
  Atanh: likeInput,
  Ceil: likeInput,
  CheckNumerics: likeInput,
  Cos: likeInput,
  Cosh: likeInput,
  Elu: likeInput,
  Erf: likeInput,
  Exp: likeInput,
  Expm1: likeInput,
  Floor: likeInput,
  Identity: likeInput,
  LeakyRelu: likeInput,
  Log: likeInput,
  Log1p: likeInput,
  Neg: likeInput,
  OnesLike: likeInput,
  Reciprocal: likeInput,
  Relu: likeInput,
  Relu6: likeInput,
  Round: likeInput,
  Rsqrt: likeInput,
  Selu: likeInput,
  Sigmoid: likeInput,
  Sign: likeInput,
  Sin: likeInput,
  Sinh: likeInput,
  Softplus: likeInput,
  Sqrt: likeInput,
  Square: likeInput,
  StopGradient: likeInput,
  Tan: likeInput,
  Tanh: likeInput,
  ZerosLike: likeInput,

  EluGrad: likeBoth,
  LeakyReluGrad: likeBoth,
  ReciprocalGrad: likeBoth,
  Relu6Grad: likeBoth,
  ReluGrad: likeBoth,
  RsqrtGrad: likeBoth,
  SeluGrad: likeBoth,
  SigmoidGrad: likeBoth,
  SoftplusGrad: likeBoth,
  SqrtGrad: likeBoth,
  TanhGrad: likeBoth,

  IsFinite: test,
  IsInf: test,
  IsNan: test,

  Add: arithmetic,
  AddV2: arithmetic,
  Atan2: arithmetic,
  Div: arithmetic,
  DivNoNan: arithmetic,
  FloorDiv: arithmetic,
  FloorMod: arithmetic,
  Maximum: arithmetic,
  Minimum: arithmetic,
  Mul: arithmetic,
  MulNoNan: arithmetic,
  Pow: arithmetic,
  RealDiv: arithmetic,
  SquaredDifference: arithmetic,
  Sub: arithmetic,
  Xdivy: arithmetic,
  Xlogy: arithmetic,

  Equal: comparison,
  Greater: comparison,
  GreaterEqual: comparison,
  Less: comparison,
  LessEqual: comparison,
  NotEqual: comparison,

  LogicalAnd: logic,
  LogicalNot: not,
  LogicalOr: logic,

  AddN: addAll,
  Cast: cast,
  ClipByValue: clip,
  Select: selectRows,
  SelectV2: select,
} satisfies Record<string, ShapeFunction>;
