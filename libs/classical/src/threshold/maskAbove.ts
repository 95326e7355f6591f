import { type GreyPicture, type Mask, requireSize } from '../picture';

/**
 * The pixels above a threshold: one value for all (whole or not), or one for each pixel [height, width].
 *
 * @throws RangeError when the pixels, or the thresholds, do not fill the size
 */
export function maskAbove(picture: GreyPicture, threshold: number | ArrayLike<number>): Mask {
  requireSize(picture);
  const { width, height, data } = picture;
  const mask = new Uint8Array(data.length);
  if (typeof threshold === 'number') {
    for (let i = 0; i < mask.length; i++) mask[i] = (data[i] ?? 0) > threshold ? 1 : 0;
    return { width, height, data: mask };
  }
  requireSize({ width, height, data: threshold });
  for (let i = 0; i < mask.length; i++) mask[i] = (data[i] ?? 0) > (threshold[i] ?? 0) ? 1 : 0;
  return { width, height, data: mask };
}
