import type { OpCall, Shape, ShapeFunction, TensorSpec } from '../types';
import {
  constantNumber,
  dtypeOf,
  numberAttribute,
  requireSameShape,
  requireSameType,
  shapeOf,
  sideOf,
  toAxis,
} from './call';

/** The last input is the axis. */
const concat: ShapeFunction = (call) => {
  const count = call.inputs.length - 1;
  const first = shapeOf(call, 0);
  const joined = toAxis(constantNumber(call, count), first.length);
  let total = 0;
  for (let index = 0; index < count; index++) {
    requireSameType(call, 0, index);
    const shape = shapeOf(call, index);
    const fits = shape.length === first.length && shape.every((side, axis) => axis === joined || side === first[axis]);
    if (!fits) throw new Error(`[${first}] and [${shape}] cannot be joined along axis ${joined}`);
    total += sideOf(shape, joined);
  }
  return [{ shape: first.with(joined, total), dtype: dtypeOf(call, 0) }];
};

const pack: ShapeFunction = (call) => {
  for (const index of call.inputs.keys()) {
    requireSameShape(call, 0, index);
    requireSameType(call, 0, index);
  }
  const shape = shapeOf(call, 0);
  const axis = toAxis(numberAttribute(call, 'axis', 0), shape.length + 1);
  return [{ shape: shape.toSpliced(axis, 0, call.inputs.length), dtype: dtypeOf(call, 0) }];
};

const unpack: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const axis = toAxis(numberAttribute(call, 'axis', 0), shape.length);
  if (sideOf(shape, axis) !== call.outputs) throw new Error(`axis ${axis} does not hold ${call.outputs} tensors`);
  return Array.from({ length: call.outputs }, () => ({ shape: shape.toSpliced(axis, 1), dtype: dtypeOf(call, 0) }));
};

/** Inputs: the axis and x; into equal parts. */
const split: ShapeFunction = (call) => {
  const shape = shapeOf(call, 1);
  const axis = toAxis(constantNumber(call, 0), shape.length);
  const side = sideOf(shape, axis) / call.outputs;
  if (!Number.isInteger(side)) throw new Error(`axis ${axis} cannot be split into ${call.outputs} equal parts`);
  return parts(call, 1, { shape, axis, sides: Array.from({ length: call.outputs }, () => side) });
};

/** Inputs: x, the sides of the parts, of which one may be -1, and the axis. */
const splitSides: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const axis = toAxis(constantNumber(call, 2), shape.length);
  const given = call.constant(1);
  const rest = sideOf(shape, axis) - given.filter((side) => side !== -1).reduce((sum, side) => sum + side, 0);
  const hasOpenSide = given.includes(-1);
  if (rest < 0 || (rest > 0 && !hasOpenSide)) throw new Error(`axis ${axis} cannot be split into [${given}]`);
  return parts(call, 0, { shape, axis, sides: given.map((side) => (side === -1 ? rest : side)) });
};

type Parts = { shape: Shape; axis: number; sides: readonly number[] };

function parts(call: OpCall, input: number, { shape, axis, sides }: Parts): TensorSpec[] {
  return sides.map((side) => ({ shape: shape.with(axis, side), dtype: dtypeOf(call, input) }));
}

/** Several tensors to one and back. */
export const JOINING = {
  ConcatV2: concat,
  Pack: pack,
  Split: split,
  SplitV: splitSides,
  Unpack: unpack,
} satisfies Record<string, ShapeFunction>;
