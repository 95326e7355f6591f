import { crossSpectrum, fourier2d } from '../frequency/fourier';
import type { GreyPicture } from '../picture';
import { createWindowRows } from './windowSums';

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
  if (energy < 0.25) return 0;
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
  moments: TemplateMoments,
): Float64Array {
  const products = productsEverywhere(picture, template, moments);
  const across = picture.width - template.width + 1;
  const down = picture.height - template.height + 1;
  const rows = createWindowRows(picture, template);
  const coefficients = new Float64Array(across * down);
  for (let y = 0; y < down; y++) {
    rows.next();
    for (let x = 0; x < across; x++) {
      const sum = rows.sums[x] ?? 0;
      const energy = (rows.squares[x] ?? 0) - (sum * sum) / moments.pixels;
      const product = products.data[y * products.width + x] ?? 0;
      coefficients[y * across + x] = energy < 0.25 ? 0 : product / (Math.sqrt(energy) * moments.norm);
    }
  }
  return coefficients;
}

/** Products of the picture with the template less its mean, laid on each pixel and around the border. */
function productsEverywhere(picture: GreyPicture, template: GreyPicture, moments: TemplateMoments) {
  // Windows within the picture do not wrap around, so it needs no margin but to a size of small factors.
  const [width, height] = [smoothSize(picture.width), smoothSize(picture.height)];
  const values = { re: new Float64Array(width * height), im: new Float64Array(width * height) };
  for (let y = 0; y < picture.height; y++) {
    const from = y * picture.width;
    for (let x = 0; x < picture.width; x++) values.re[y * width + x] = picture.data[from + x] ?? 0;
  }
  const mean = moments.sum / moments.pixels;
  for (let y = 0; y < template.height; y++) {
    const from = y * template.width;
    for (let x = 0; x < template.width; x++) values.im[y * width + x] = (template.data[from + x] ?? 0) - mean;
  }
  fourier2d(values, { width, height });
  const spectrum = crossSpectrum(values, { width, height });
  fourier2d(spectrum, { width, height, isInverse: true });
  return { width, data: spectrum.re };
}

/** The next number whose only factors are 2, 3 and 5. */
function smoothSize(length: number): number {
  for (let size = length; ; size++) {
    let rest = size;
    for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
    if (rest === 1) return size;
  }
}
