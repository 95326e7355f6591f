import type { GreyPicture } from '../picture';
import { eachRowsMoments } from './localMoments';

export type NiblackOptions = {
  /** Side of the window in pixels, odd. */
  window?: number;
  /** Deviations below the window's mean. */
  k?: number;
};

/**
 * A threshold for each pixel, [height, width]: the mean of the window around it less k of its deviations (W. Niblack, An
 * Introduction to Digital Image Processing, 1986). Equal to scikit-image's `threshold_niblack`.
 *
 * @throws RangeError when the pixels do not fill the size or the window is even
 */
export function niblackThresholds(picture: GreyPicture, { window = 15, k = 0.2 }: NiblackOptions = {}): Float64Array {
  const thresholds = new Float64Array(picture.data.length);
  eachRowsMoments(picture, window, (y, means, deviations) => {
    const to = y * picture.width;
    for (let x = 0; x < picture.width; x++) thresholds[to + x] = (means[x] ?? 0) - k * (deviations[x] ?? 0);
  });
  return thresholds;
}
