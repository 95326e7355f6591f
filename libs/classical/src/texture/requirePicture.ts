/** @throws RangeError when the pixels are not a picture of one channel and this size */
export function requirePicture(pixels: ArrayLike<number>, width: number, height: number): void {
  if (Number.isInteger(width) && Number.isInteger(height) && width > 0 && pixels.length === width * height) return;
  throw new RangeError(`${pixels.length} pixels are not a picture of ${width} x ${height}`);
}
