import { DATA_TYPE, type ShapeFunction } from '../types';
import { constantNumber, dtypeOf, flagAttribute, inputOf, numberAttribute, requireType, shapeOf, toAxis } from './call';

/** Input 1 lists the axes that disappear, or that become 1 with `keep_dims`. */
const reduce: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const reduced = new Set(call.constant(1).map((axis) => toAxis(axis, shape.length)));
  const keepsAxes = flagAttribute(call, 'keep_dims');
  return [
    {
      shape: shape.flatMap((side, axis) => (reduced.has(axis) ? (keepsAxes ? [1] : []) : [side])),
      dtype: dtypeOf(call, 0),
    },
  ];
};

const reduceFlags: ShapeFunction = (call) => {
  requireType(call, 0, DATA_TYPE.bool);
  return reduce(call);
};

const place: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const reduced = toAxis(constantNumber(call, 1), shape.length);
  return [
    {
      shape: shape.filter((_, axis) => axis !== reduced),
      dtype: numberAttribute(call, 'output_type', DATA_TYPE.int64),
    },
  ];
};

const accumulate: ShapeFunction = (call) => {
  toAxis(constantNumber(call, 1), shapeOf(call, 0).length);
  return [inputOf(call, 0)];
};

/** Sums, means, extremes and running sums along axes. */
export const REDUCTION = {
  All: reduceFlags,
  Any: reduceFlags,
  Max: reduce,
  Mean: reduce,
  Min: reduce,
  Prod: reduce,
  Sum: reduce,

  ArgMax: place,
  ArgMin: place,

  Cumprod: accumulate,
  Cumsum: accumulate,

  /** Half the sum of squares. */
  L2Loss: (call) => [{ shape: [], dtype: dtypeOf(call, 0) }],
} satisfies Record<string, ShapeFunction>;
