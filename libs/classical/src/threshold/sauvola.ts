import type { GreyPicture } from '../picture';
import { eachRowsMoments } from './localMoments';

export type SauvolaOptions = {
  /** Side of the window in pixels, odd. */
  window?: number;
  /** How much a flat window lowers the threshold. */
  k?: number;
  /** The deviation at which it is not lowered; half of the range of 8 bits. */
  range?: number;
};

/**
 * A threshold for each pixel, [height, width]: the mean of the window around it, the lower the flatter the window is (J.
 * Sauvola, M. Pietikäinen, Pattern Recognition 2000). Equal to scikit-image's `threshold_sauvola`.
 *
 * @throws RangeError when the pixels do not fill the size or the window is even
 */
export function sauvolaThresholds(
  picture: GreyPicture,
  { window = 15, k = 0.2, range = 127.5 }: SauvolaOptions = {},
): Float64Array {
  const thresholds = new Float64Array(picture.data.length);
  eachRowsMoments(picture, window, (y, means, deviations) => {
    const to = y * picture.width;
    for (let x = 0; x < picture.width; x++) {
      thresholds[to + x] = (means[x] ?? 0) * (1 + k * ((deviations[x] ?? 0) / range - 1));
    }
  });
  return thresholds;
}
