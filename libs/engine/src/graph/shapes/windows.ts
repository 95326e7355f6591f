import type { OpCall, Shape } from '../types';
import { listAttribute, requireChannelsLast, sideOf, textAttribute } from './call';

type Window = {
  /** Length of the picture's side, without padding. */
  side: number;
  kernel: number;
  stride: number;
  dilation: number;
  /** `SAME`, `VALID`, or the zeros before and after. */
  padding: 'SAME' | 'VALID' | readonly [number, number];
};

/**
 * How many places a window takes along one side.
 *
 * @throws Error when the window does not fit even once: the empty tensor that TensorFlow would give is never meant
 */
export function countWindows({ side, kernel, stride, dilation, padding }: Window): number {
  if (stride < 1 || dilation < 1)
    throw new Error(`a stride of ${stride} and a dilation of ${dilation} must be positive`);
  if (padding === 'SAME') return Math.ceil(side / stride);
  const [before, after] = padding === 'VALID' ? [0, 0] : padding;
  const padded = side + before + after;
  const reach = (kernel - 1) * dilation + 1;
  if (reach > padded) throw new Error(`a window that reaches over ${reach} does not fit into ${padded}`);
  return Math.floor((padded - reach) / stride) + 1;
}

/**
 * The sides of what a sliding window gives.
 *
 * @param picture [N, side, .., C]
 * @param kernel the window's sides alone
 * @param options.dilations name of the attribute that spreads the window
 */
export function slideWindow(
  call: OpCall,
  picture: Shape,
  kernel: Shape,
  options: { dilations: string } = { dilations: 'dilations' },
): number[] {
  requireChannelsLast(call);
  const sides = picture.slice(1, -1);
  if (sides.length !== kernel.length) throw new Error(`a window of ${kernel.length} sides on [${picture}]`);
  const strides = listAttribute(call, 'strides');
  const dilations = listAttribute(
    call,
    options.dilations,
    picture.map(() => 1),
  );
  return sides.map((side, i) =>
    countWindows({
      side,
      kernel: sideOf(kernel, i),
      stride: sideOf(strides, i + 1),
      dilation: sideOf(dilations, i + 1),
      padding: paddingOf(call, i + 1),
    }),
  );
}

function paddingOf(call: OpCall, axis: number): Window['padding'] {
  const padding = textAttribute(call, 'padding');
  if (padding === 'SAME' || padding === 'VALID') return padding;
  if (padding !== 'EXPLICIT') throw new Error(`padding ${padding} is none of SAME, VALID and EXPLICIT`);
  const sides = listAttribute(call, 'explicit_paddings');
  return [sideOf(sides, 2 * axis), sideOf(sides, 2 * axis + 1)];
}
