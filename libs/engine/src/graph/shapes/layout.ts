import type { ShapeFunction } from '../types';
import { requireBroadcastable } from './broadcast';
import {
  constantNumber,
  constantShape,
  countValues,
  dtypeOf,
  inputOf,
  listAttribute,
  numberAttribute,
  rankedShapeOf,
  requireChannelsLast,
  shapeOf,
  sideOf,
  toAxis,
} from './call';

/** One side may be -1: what is left of the values. */
const reshape: ShapeFunction = (call) => {
  const from = shapeOf(call, 0);
  const wanted = call.constant(1);
  const open = wanted.indexOf(-1);
  const known = countValues(wanted.filter((_, axis) => axis !== open));
  const shape = wanted.map((side, axis) => (axis === open ? countValues(from) / known : side));
  const fits = shape.every((side) => Number.isInteger(side) && side >= 0) && countValues(shape) === countValues(from);
  if (!fits) throw new Error(`cannot reshape [${from}] to [${wanted}]`);
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

const expandDims: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const axis = toAxis(constantNumber(call, 1), shape.length + 1);
  return [{ shape: shape.toSpliced(axis, 0, 1), dtype: dtypeOf(call, 0) }];
};

/** Drops the axes listed in `squeeze_dims`, or every side of 1. */
const squeeze: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const listed = listAttribute(call, 'squeeze_dims', []).map((axis) => toAxis(axis, shape.length));
  for (const axis of listed) {
    if (shape[axis] !== 1) throw new Error(`axis ${axis} of [${shape}] is not 1 and cannot be dropped`);
  }
  const isDropped = (side: number, axis: number) => (listed.length > 0 ? listed.includes(axis) : side === 1);
  return [{ shape: shape.filter((side, axis) => !isDropped(side, axis)), dtype: dtypeOf(call, 0) }];
};

const transpose: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const order = call.constant(1).map((axis) => toAxis(axis, shape.length));
  if (order.length !== shape.length || new Set(order).size !== shape.length) {
    throw new Error(`[${call.constant(1)}] is no order of ${shape.length} axes`);
  }
  return [{ shape: order.map((axis) => sideOf(shape, axis)), dtype: dtypeOf(call, 0) }];
};

const reverse: ShapeFunction = (call) => {
  for (const axis of call.constant(1)) toAxis(axis, shapeOf(call, 0).length);
  return [inputOf(call, 0)];
};

const roll: ShapeFunction = (call) => {
  for (const axis of call.constant(2)) toAxis(axis, shapeOf(call, 0).length);
  return [inputOf(call, 0)];
};

const tile: ShapeFunction = (call) => {
  const times = constantShape(call, 1);
  const shape = rankedShapeOf(call, 0, times.length);
  return [{ shape: shape.map((side, axis) => side * sideOf(times, axis)), dtype: dtypeOf(call, 0) }];
};

const broadcastTo: ShapeFunction = (call) => {
  const shape = constantShape(call, 1);
  requireBroadcastable(shapeOf(call, 0), shape);
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

const depthToSpace: ShapeFunction = (call) => {
  requireChannelsLast(call);
  const [pictures = 0, height = 0, width = 0, channels = 0] = rankedShapeOf(call, 0, 4);
  const block = numberAttribute(call, 'block_size');
  if (channels % block ** 2 !== 0) throw new Error(`${channels} channels are no multiple of ${block} * ${block}`);
  const shape = [pictures, height * block, width * block, channels / block ** 2];
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

const spaceToDepth: ShapeFunction = (call) => {
  requireChannelsLast(call);
  const [pictures = 0, height = 0, width = 0, channels = 0] = rankedShapeOf(call, 0, 4);
  const block = numberAttribute(call, 'block_size');
  if (height % block !== 0 || width % block !== 0) throw new Error(`${height} x ${width} is no multiple of ${block}`);
  return [{ shape: [pictures, height / block, width / block, channels * block ** 2], dtype: dtypeOf(call, 0) }];
};

/** Inputs: x [N, sides.., rest], block sizes [M], padding [M, 2]. */
const spaceToBatch: ShapeFunction = (call) => {
  const [shape, blocks, padding] = [shapeOf(call, 0), call.constant(1), call.constant(2)];
  const sides = blocks.map((block, i) => {
    const padded = sideOf(shape, i + 1) + sideOf(padding, 2 * i) + sideOf(padding, 2 * i + 1);
    if (padded % block !== 0) throw new Error(`a padded side of ${padded} is no multiple of its block ${block}`);
    return padded / block;
  });
  const batch = sideOf(shape, 0) * countValues(blocks);
  return [{ shape: [batch, ...sides, ...shape.slice(1 + blocks.length)], dtype: dtypeOf(call, 0) }];
};

/** Inputs: x [N, sides.., rest], block sizes [M], crops [M, 2]. */
const batchToSpace: ShapeFunction = (call) => {
  const [shape, blocks, crops] = [shapeOf(call, 0), call.constant(1), call.constant(2)];
  const batch = sideOf(shape, 0) / countValues(blocks);
  if (!Number.isInteger(batch)) throw new Error(`a batch of ${shape[0]} is no multiple of its blocks [${blocks}]`);
  const sides = blocks.map((block, i) => {
    const cropped = sideOf(shape, i + 1) * block - sideOf(crops, 2 * i) - sideOf(crops, 2 * i + 1);
    if (cropped < 0) throw new Error(`more is cropped than axis ${i + 1} holds`);
    return cropped;
  });
  return [{ shape: [batch, ...sides, ...shape.slice(1 + blocks.length)], dtype: dtypeOf(call, 0) }];
};

/** The same values in another order or shape, or repeated. */
export const LAYOUT = {
  BatchToSpaceND: batchToSpace,
  BroadcastTo: broadcastTo,
  DepthToSpace: depthToSpace,
  ExpandDims: expandDims,
  Reshape: reshape,
  ReverseV2: reverse,
  Roll: roll,
  SpaceToBatchND: spaceToBatch,
  SpaceToDepth: spaceToDepth,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
} satisfies Record<string, ShapeFunction>;
