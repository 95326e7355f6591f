import { gaussianBackground } from '../background/gaussianBackground';
import { medianBackground } from '../background/medianBackground';
import type { FloatPicture, GreyPicture } from '../picture';
import { eachRowsMoments } from '../threshold/localMoments';

export type BackgroundOptions = {
  method: 'mean' | 'median' | 'gaussian';
  /** Half the window's side without its middle, or the Gaussian's standard deviation, in pixels. */
  radius: number;
};

/**
 * A picture without its details, [height, width]: the mean or the median of a window, or a Gaussian. Outside the picture
 * its border pixels go on; the mean sees it mirrored there.
 *
 * @throws RangeError when the pixels do not fill the size
 */
export function estimateBackground(
  picture: GreyPicture,
  { method, radius }: BackgroundOptions,
): FloatPicture | GreyPicture {
  if (method === 'gaussian') return gaussianBackground(picture, radius);
  return method === 'median' ? medianBackground(picture, 2 * radius + 1) : meanBackground(picture, radius);
}

function meanBackground(picture: GreyPicture, radius: number): FloatPicture {
  const { width, height } = picture;
  const data = new Float64Array(picture.data.length);
  eachRowsMoments(picture, 2 * radius + 1, (y, means) => data.set(means, y * width));
  return { width, height, data };
}
