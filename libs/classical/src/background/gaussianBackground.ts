import { type FloatPicture, type GreyPicture, requireSize } from '../picture';

/** Standard deviations at which the weights end. */
const REACH = 4;

/**
 * The mean of each pixel's surroundings, weighted by a Gaussian of the given standard deviation in pixels; the border
 * pixels go on outside. Equal to SciPy's `gaussian_filter` with `mode="nearest"`, as scikit-image's `gaussian`.
 *
 * @throws RangeError when the pixels do not fill the size or sigma is not positive
 */
export function gaussianBackground(picture: GreyPicture, sigma: number): FloatPicture {
  requireSize(picture);
  if (!(sigma > 0)) throw new RangeError(`a standard deviation of ${sigma} pixels`);
  const { width, height, data } = picture;
  const weights = weightsOf(sigma);
  const across = new Float64Array(data.length);
  const reach = weights.length - 1;
  const row = new Float64Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row.length; i++) row[i] = data[y * width + Math.min(width - 1, Math.max(0, i - reach))] ?? 0;
    for (let x = 0; x < width; x++) {
      let sum = (weights[0] ?? 0) * (row[x + reach] ?? 0);
      for (let i = 1; i <= reach; i++)
        sum += (weights[i] ?? 0) * ((row[x + reach - i] ?? 0) + (row[x + reach + i] ?? 0));
      across[y * width + x] = sum;
    }
  }
  const both = new Float64Array(data.length);
  for (let y = 0; y < height; y++) {
    const to = y * width;
    for (let i = 0; i <= reach; i++) {
      const [above, below] = [Math.max(0, y - i) * width, Math.min(height - 1, y + i) * width];
      // The row itself comes twice.
      const weight = (weights[i] ?? 0) / (i === 0 ? 2 : 1);
      for (let x = 0; x < width; x++) {
        both[to + x] = (both[to + x] ?? 0) + weight * ((across[above + x] ?? 0) + (across[below + x] ?? 0));
      }
    }
  }
  return { width, height, data: both };
}

/** From the centre to one side; all of them together are 1. */
function weightsOf(sigma: number): Float64Array {
  const reach = Math.floor(REACH * sigma + 0.5);
  const weights = Float64Array.from({ length: reach + 1 }, (_, i) => Math.exp((-0.5 * i * i) / (sigma * sigma)));
  const sum = weights.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}
