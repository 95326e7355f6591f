import type { ShapeFunction } from '../types';
import { constantNumber, constantShape, dtypeOf, rankedShapeOf, shapeOf } from './call';

/** Inputs: the shape and the value. */
const fill: ShapeFunction = (call) => {
  rankedShapeOf(call, 1, 0);
  return [{ shape: constantShape(call, 0), dtype: dtypeOf(call, 1) }];
};

/** Inputs: start, end, step. */
const range: ShapeFunction = (call) => {
  const [start, end, step] = [constantNumber(call, 0), constantNumber(call, 1), constantNumber(call, 2)];
  const count = Math.ceil((end - start) / step);
  if (!Number.isFinite(count) || count < 0) throw new Error(`no steps of ${step} lead from ${start} to ${end}`);
  return [{ shape: [count], dtype: dtypeOf(call, 0) }];
};

/** Inputs: start, end, count. */
const linearSpace: ShapeFunction = (call) => [{ shape: [constantNumber(call, 2)], dtype: dtypeOf(call, 0) }];

/** Two shapes as vectors; the shape that they broadcast to, as a vector. */
const broadcastArgs: ShapeFunction = (call) => {
  const [a = 0] = shapeOf(call, 0);
  const [b = 0] = shapeOf(call, 1);
  return [{ shape: [Math.max(a, b)], dtype: dtypeOf(call, 0) }];
};

/** Tensors made from a few numbers. */
export const CONSTANTS = {
  BroadcastArgs: broadcastArgs,
  Fill: fill,
  LinSpace: linearSpace,
  Range: range,
} satisfies Record<string, ShapeFunction>;
