import type { OpCall, ShapeFunction } from '../types';
import { dtypeOf, numberAttribute, rankedShapeOf, requireSameType, shapeOf, sideOf, textAttribute } from './call';

/** Inputs: x, the start of each axis and its length, -1 for all that is left. */
const slice: ShapeFunction = (call) => {
  const begin = call.constant(1);
  const size = call.constant(2);
  const from = rankedShapeOf(call, 0, begin.length);
  const shape = from.map((side, axis) => {
    const start = sideOf(begin, axis);
    const length = sideOf(size, axis) === -1 ? side - start : sideOf(size, axis);
    if (start < 0 || length < 0 || start + length > side) {
      throw new Error(`axis ${axis} of [${from}] has no ${length} places from ${start} on`);
    }
    return length;
  });
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

/** Inputs: x, begin, end and stride of the leading axes. Bits of the masks: 1 << axis. */
const stridedSlice: ShapeFunction = (call) => {
  for (const mask of ['new_axis_mask', 'ellipsis_mask']) {
    if (numberAttribute(call, mask, 0) !== 0) throw new Error(`${mask} is not supported: expand the axes first`);
  }
  const [begin, end, strides] = [call.constant(1), call.constant(2), call.constant(3)];
  const hasBit = (mask: string, axis: number) => ((numberAttribute(call, mask, 0) >> axis) & 1) === 1;
  const from = shapeOf(call, 0);
  if (begin.length > from.length) throw new Error(`${begin.length} axes are cut of [${from}]`);

  const shape = from.flatMap((side, axis) => {
    if (axis >= begin.length) return [side];
    if (hasBit('shrink_axis_mask', axis)) {
      const place = sideOf(begin, axis);
      if (place < -side || place >= side) throw new Error(`axis ${axis} of [${from}] has no place ${place}`);
      return [];
    }
    return [
      countSteps({
        side,
        begin: hasBit('begin_mask', axis) ? undefined : begin[axis],
        end: hasBit('end_mask', axis) ? undefined : end[axis],
        stride: sideOf(strides, axis),
      }),
    ];
  });
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

type Steps = { side: number; begin: number | undefined; end: number | undefined; stride: number };

/** Places that a strided slice takes along one side; a bound that is not given is the side's own. */
export function countSteps({ side, begin, end, stride }: Steps): number {
  if (stride === 0) throw new Error('a stride of 0');
  // Going backwards, the places run from side - 1 to -1.
  const [lowest, highest] = stride > 0 ? [0, side] : [-1, side - 1];
  const clamp = (place: number) => Math.min(Math.max(place < 0 ? place + side : place, lowest), highest);
  const first = begin === undefined ? (stride > 0 ? lowest : highest) : clamp(begin);
  const last = end === undefined ? (stride > 0 ? highest : lowest) : clamp(end);
  return Math.max(0, Math.ceil((last - first) / stride));
}

/** Places before and after each axis, [rank, 2]. */
function paddingOf(call: OpCall): (axis: number) => [before: number, after: number] {
  const places = call.constant(1);
  rankedShapeOf(call, 0, places.length / 2);
  if (places.some((count) => count < 0)) throw new Error(`a padding of [${places}]`);
  return (axis) => [sideOf(places, 2 * axis), sideOf(places, 2 * axis + 1)];
}

const pad: ShapeFunction = (call) => {
  const padding = paddingOf(call);
  const shape = shapeOf(call, 0).map((side, axis) => {
    const [before, after] = padding(axis);
    return side + before + after;
  });
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

/** Input 2 is the value to pad with. */
const padWithValue: ShapeFunction = (call) => {
  requireSameType(call, 0, 2);
  return pad(call);
};

const mirrorPad: ShapeFunction = (call) => {
  const padding = paddingOf(call);
  // REFLECT leaves the edge itself out.
  const isReflect = textAttribute(call, 'mode') === 'REFLECT';
  for (const [axis, side] of shapeOf(call, 0).entries()) {
    const places = Math.max(...padding(axis));
    const most = isReflect ? side - 1 : side;
    if (places > most) throw new Error(`axis ${axis} of ${side} can be mirrored by ${most}, not by ${places}`);
  }
  return pad(call);
};

const mirrorPadGradient: ShapeFunction = (call) => {
  const padding = paddingOf(call);
  const shape = shapeOf(call, 0).map((side, axis) => {
    const [before, after] = padding(axis);
    if (before + after > side) throw new Error(`axis ${axis} of ${side} was not padded by ${before} and ${after}`);
    return side - before - after;
  });
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

/** A part of a tensor, or more around it. */
export const SLICING = {
  MirrorPad: mirrorPad,
  MirrorPadGrad: mirrorPadGradient,
  Pad: pad,
  PadV2: padWithValue,
  Slice: slice,
  StridedSlice: stridedSlice,
} satisfies Record<string, ShapeFunction>;
