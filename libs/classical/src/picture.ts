/** A picture of one channel: 8-bit values row by row, [height, width]. */
export type GreyPicture = { width: number; height: number; data: Uint8Array };

/** Which pixels are meant: 1 for those that are, 0 for the others, [height, width]. */
export type Mask = { width: number; height: number; data: Uint8Array };

/** A picture of one channel with numbers of any size, [height, width]. */
export type FloatPicture = { width: number; height: number; data: Float64Array };

/** @throws RangeError when the values do not fill the size */
export function requireSize({ width, height, data }: { width: number; height: number; data: ArrayLike<number> }): void {
  const isSize = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (isSize && data.length === width * height) return;
  throw new RangeError(`${data.length} pixels are not a picture of ${width} x ${height}`);
}

/** @throws RangeError when two pictures are not of one size */
export function requireEqualSize(a: GreyPicture, b: GreyPicture): void {
  if (a.width === b.width && a.height === b.height) return;
  throw new RangeError(`${a.width} x ${a.height} and ${b.width} x ${b.height} are not one size`);
}

/** @throws RangeError when a window's side is not an odd number from `least` on */
export function requireOdd(what: string, side: number, least = 3): void {
  if (Number.isInteger(side) && side >= least && side % 2 === 1) return;
  throw new RangeError(`${what} of ${side} pixels: an odd number from ${least} is needed`);
}

/** Pixels of a mask that are meant. */
export function countMask({ data }: Mask): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) count += data[i] ?? 0;
  return count;
}

/** The place that a picture shows outside of itself when it is mirrored at its border pixels, as often as needed. */
export function reflectedIndex(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}
