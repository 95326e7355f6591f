import { crossSpectrum, fourier2d } from '../frequency/fourier';
import type { GreyPicture } from '../picture';
import { type IntegralPicture, slidingSums } from './windowSums';

/** What the correlation coefficient needs of a template. */
export type TemplateMoments = { pixels: number; sum: number; norm: number };

export function templateMoments({ data }: GreyPicture): TemplateMoments {
  let [sum, squares] = [0, 0];
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  return { pixels: data.length, sum, norm: Math.sqrt(Math.max(0, squares - (sum * sum) / data.length)) };
}

/** The coefficient from the sum of products, and the window's sum and sum of squares; 0 for a window of one value. */
export function coefficientOf(
  moments: TemplateMoments,
  { product, sum, squares }: { product: number; sum: number; squares: number },
): number {
  const energy = squares - (sum * sum) / moments.pixels;
  if (energy <= 0) return 0;
  return (product - (sum * moments.sum) / moments.pixels) / (Math.sqrt(energy) * moments.norm);
}

/** The coefficient at one place, from its pixels: whole numbers until the last step. */
export function coefficientAt(
  picture: GreyPicture,
  template: GreyPicture,
  { x, y, moments }: { x: number; y: number; moments: TemplateMoments },
): number {
  let [product, sum, squares] = [0, 0, 0];
  for (let row = 0; row < template.height; row++) {
    const from = (y + row) * picture.width + x;
    const at = row * template.width;
    // Whole numbers of 32 bits within a row: 255 squared times 2^15 pixels fit.
    let [rowProduct, rowSum, rowSquares] = [0, 0, 0];
    for (let column = 0; column < template.width; column++) {
      const value = picture.data[from + column] ?? 0;
      rowProduct += value * (template.data[at + column] ?? 0);
      rowSum += value;
      rowSquares += value * value;
    }
    product += rowProduct;
    sum += rowSum;
    squares += rowSquares;
  }
  return coefficientOf(moments, { product, sum, squares });
}

/** The coefficients at all places by Fourier transforms, [places down, places across], to about 1e-12. */
export function coefficientsEverywhere(
  picture: GreyPicture,
  template: GreyPicture,
  { integral, moments }: { integral: IntegralPicture; moments: TemplateMoments },
): Float64Array {
  // Windows within the picture do not wrap around, so it needs no margin but to a size of small factors.
  const [width, height] = [smoothSize(picture.width), smoothSize(picture.height)];
  const values = { re: new Float64Array(width * height), im: new Float64Array(width * height) };
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) values.re[y * width + x] = picture.data[y * picture.width + x] ?? 0;
  }
  const mean = moments.sum / moments.pixels;
  for (let y = 0; y < template.height; y++) {
    for (let x = 0; x < template.width; x++) {
      values.im[y * width + x] = (template.data[y * template.width + x] ?? 0) - mean;
    }
  }
  fourier2d(values, { width, height });
  const products = crossSpectrum(values, { width, height });
  fourier2d(products, { width, height, isInverse: true });
  const sums = slidingSums(integral.values, integral.stride, template);
  const squares = slidingSums(integral.squares, integral.stride, template);
  const across = picture.width - template.width + 1;
  const coefficients = new Float64Array(sums.length);
  for (let i = 0; i < coefficients.length; i++) {
    const product = products.re[Math.floor(i / across) * width + (i % across)] ?? 0;
    const sum = sums[i] ?? 0;
    const energy = (squares[i] ?? 0) - (sum * sum) / moments.pixels;
    coefficients[i] = energy <= 0 ? 0 : product / (Math.sqrt(energy) * moments.norm);
  }
  return coefficients;
}

/** The next number whose only factors are 2, 3 and 5. */
function smoothSize(length: number): number {
  for (let size = length; ; size++) {
    let rest = size;
    for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
    if (rest === 1) return size;
  }
}
