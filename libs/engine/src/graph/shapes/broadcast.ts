import type { Shape } from '../types';

/**
 * The shape of an elementwise operation on two shapes: aligned at the last axis, where a side of 1 repeats.
 *
 * @throws Error when two sides differ and neither is 1
 */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sideA = a[axis - rank + a.length] ?? 1;
    const sideB = b[axis - rank + b.length] ?? 1;
    if (sideA !== sideB && sideA !== 1 && sideB !== 1) throw new Error(`cannot broadcast [${a}] with [${b}]`);
    return sideA === 1 ? sideB : sideA;
  });
}

/** @throws Error when a tensor of the first shape cannot be repeated to the second */
export function requireBroadcastable(from: Shape, to: Shape): void {
  const fits = from.length <= to.length && broadcastShapes(from, to).every((side, axis) => side === to[axis]);
  if (!fits) throw new Error(`cannot broadcast [${from}] to [${to}]`);
}
