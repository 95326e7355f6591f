import { DATA_TYPE, type OpCall, type Shape, type ShapeFunction } from '../types';
import {
  constantNumber,
  constantShape,
  dtypeOf,
  inputOf,
  isSameShape,
  numberAttribute,
  rankedShapeOf,
  requireSameType,
  shapeOf,
  sideOf,
  toAxis,
} from './call';

/** Inputs: x, the indices and the axis that they replace; the first `batch_dims` axes are walked together. */
const gather: ShapeFunction = (call) => {
  const [x, indices] = [shapeOf(call, 0), shapeOf(call, 1)];
  const axis = toAxis(constantNumber(call, 2), x.length);
  const batchAxes = numberAttribute(call, 'batch_dims', 0);
  if (batchAxes < 0 || batchAxes > axis || batchAxes > indices.length) throw new Error(`batch_dims of ${batchAxes}`);
  if (!isSameShape(x.slice(0, batchAxes), indices.slice(0, batchAxes))) {
    throw new Error(`the first ${batchAxes} axes of [${x}] and [${indices}] differ`);
  }
  return [{ shape: [...x.slice(0, axis), ...indices.slice(batchAxes), ...x.slice(axis + 1)], dtype: dtypeOf(call, 0) }];
};

/** What the places of one index tensor [.., K] hold in a tensor of this shape. */
function placesOf(shape: Shape, indices: Shape): Shape {
  const depth = sideOf(indices, -1);
  if (depth > shape.length) throw new Error(`indices of ${depth} axes into [${shape}]`);
  return [...indices.slice(0, -1), ...shape.slice(depth)];
}

const gatherNd: ShapeFunction = (call) => [
  { shape: placesOf(shapeOf(call, 0), shapeOf(call, 1)), dtype: dtypeOf(call, 0) },
];

function requireUpdates(call: OpCall, target: { shape: Shape; indices: number; updates: number }): void {
  const places = placesOf(target.shape, shapeOf(call, target.indices));
  const updates = shapeOf(call, target.updates);
  if (!isSameShape(places, updates)) throw new Error(`updates [${updates}] for places [${places}]`);
}

/** Inputs: indices, updates, shape. */
const scatterNd: ShapeFunction = (call) => {
  const shape = constantShape(call, 2);
  requireUpdates(call, { shape, indices: 0, updates: 1 });
  return [{ shape, dtype: dtypeOf(call, 1) }];
};

/** Inputs: x, indices, updates. */
const scatterInto: ShapeFunction = (call) => {
  requireSameType(call, 0, 2);
  requireUpdates(call, { shape: shapeOf(call, 0), indices: 1, updates: 2 });
  return [inputOf(call, 0)];
};

/** Inputs: x, a segment for each place of its leading axes, and the number of segments. */
const segments: ShapeFunction = (call) => {
  const [x, ids] = [shapeOf(call, 0), shapeOf(call, 1)];
  if (!isSameShape(x.slice(0, ids.length), ids)) throw new Error(`segments [${ids}] are no leading axes of [${x}]`);
  return [{ shape: [constantNumber(call, 2), ...x.slice(ids.length)], dtype: dtypeOf(call, 0) }];
};

/** Inputs: indices, depth, the value of a hit and that of the others. */
const oneHot: ShapeFunction = (call) => {
  requireSameType(call, 2, 3);
  const indices = shapeOf(call, 0);
  const axis = toAxis(numberAttribute(call, 'axis', -1), indices.length + 1);
  return [{ shape: indices.toSpliced(axis, 0, constantNumber(call, 1)), dtype: dtypeOf(call, 2) }];
};

/** Inputs: x [.., N] and k; outputs the values and their places, [.., k]. */
const topK: ShapeFunction = (call) => {
  const x = shapeOf(call, 0);
  const k = constantNumber(call, 1);
  if (k > sideOf(x, -1)) throw new Error(`the ${k} largest of ${x.at(-1)}`);
  const shape = x.with(-1, k);
  return [
    { shape, dtype: dtypeOf(call, 0) },
    { shape, dtype: numberAttribute(call, 'index_type', DATA_TYPE.int32) },
  ];
};

/** Inputs: integers, the number of bins, weights. */
const bincount: ShapeFunction = (call) => [{ shape: [constantNumber(call, 1)], dtype: dtypeOf(call, 2) }];

/** As `bincount`; of a matrix, each row by itself. */
const denseBincount: ShapeFunction = (call) => {
  const values = shapeOf(call, 0);
  if (values.length > 2) throw new Error(`input 0 must have 1 or 2 axes, it has ${values.length}`);
  return [{ shape: [...values.slice(0, -1), constantNumber(call, 1)], dtype: dtypeOf(call, 2) }];
};

/** Inputs: indices, shape, values, the value of all other places. */
const sparseToDense: ShapeFunction = (call) => {
  requireSameType(call, 2, 3);
  return [{ shape: constantShape(call, 1), dtype: dtypeOf(call, 2) }];
};

const invertPermutation: ShapeFunction = (call) => {
  rankedShapeOf(call, 0, 1);
  return [inputOf(call, 0)];
};

/** Values picked by their places, put to places, or counted. */
export const INDEXING = {
  Bincount: bincount,
  DenseBincount: denseBincount,
  GatherNd: gatherNd,
  GatherV2: gather,
  InvertPermutation: invertPermutation,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  SparseToDense: sparseToDense,
  TensorScatterAdd: scatterInto,
  TensorScatterMax: scatterInto,
  TensorScatterMin: scatterInto,
  TensorScatterSub: scatterInto,
  TensorScatterUpdate: scatterInto,
  TopKV2: topK,
  UnsortedSegmentMax: segments,
  UnsortedSegmentMin: segments,
  UnsortedSegmentProd: segments,
  UnsortedSegmentSum: segments,
} satisfies Record<string, ShapeFunction>;
