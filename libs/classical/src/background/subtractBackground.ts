import { type FloatPicture, type GreyPicture, requireSize } from '../picture';

/**
 * A picture less its background, plus `level`: rounded, and kept within 8 bits.
 *
 * @throws RangeError when the two are not of one size
 */
export function subtractBackground(
  picture: GreyPicture,
  background: GreyPicture | FloatPicture,
  level = 128,
): GreyPicture {
  requireSize(picture);
  requireSize({ width: picture.width, height: picture.height, data: background.data });
  const data = Uint8ClampedArray.from(picture.data, (value, i) => value - (background.data[i] ?? 0) + level);
  return { ...picture, data: new Uint8Array(data.buffer) };
}
