import type { GreyPicture } from '../picture';
import { type IntegralPicture, slidingSums } from './windowSums';

/** A template cut into equal blocks; what is left over at its right and bottom belongs to no block. */
export type BlockedTemplate = {
  /** Size of a block in pixels, and how many lie side by side. */
  width: number;
  height: number;
  across: number;
  down: number;
  /** Mean of each block less the template's, [down, across], and their sum. */
  means: Float64Array;
  sum: number;
  /** Of the deviations from the mean: all of their squares, and those within blocks, square-rooted. */
  norm: number;
  restNorm: number;
};

/** @param parts blocks a side, where the template has as many pixels */
export function blockTemplate({ width: w, height: h, data }: GreyPicture, parts: number): BlockedTemplate {
  const [width, height] = [Math.max(1, Math.floor(w / parts)), Math.max(1, Math.floor(h / parts))];
  const [across, down] = [Math.floor(w / width), Math.floor(h / height)];
  let total = 0;
  for (const value of data) total += value;
  const mean = total / data.length;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  const means = new Float64Array(across * down);
  for (let y = 0; y < down * height; y++) {
    for (let x = 0; x < across * width; x++) {
      const block = Math.floor(y / height) * across + Math.floor(x / width);
      means[block] = (means[block] ?? 0) + ((data[y * w + x] ?? 0) - mean) / (width * height);
    }
  }
  let [sum, coarse] = [0, 0];
  for (const block of means) {
    sum += block;
    coarse += block * block * width * height;
  }
  const restNorm = Math.sqrt(Math.max(0, squares - coarse));
  return { width, height, across, down, means, sum, norm: Math.sqrt(squares), restNorm };
}

/** Sums over the window at a place, and over its blocks. */
export type WindowSums = {
  pixels: number;
  sum: number;
  squares: number;
  /** Of the blocks' sums: those times the template's means, all, and their squares. */
  product: number;
  blockSum: number;
  blockSquares: number;
};

/**
 * The most that the correlation coefficient can be, given the blocks alone: the blocks' own part is known, and what is
 * left of the two deviations within blocks correlates with 1 at most (Cauchy and Schwarz).
 */
export function boundOf(template: BlockedTemplate, sums: WindowSums): number {
  const size = template.width * template.height;
  const mean = sums.sum / sums.pixels;
  const energy = sums.squares - sums.sum * mean;
  // A window of one value has no correlation and counts as 0.
  if (energy <= 0) return 0;
  const product = sums.product - mean * size * template.sum;
  const coarse =
    sums.blockSquares / size - 2 * mean * sums.blockSum + template.across * template.down * size * mean * mean;
  const rest = Math.sqrt(Math.max(0, energy - coarse)) * template.restNorm;
  return (product + rest) / (Math.sqrt(energy) * template.norm);
}

/** The bound at every place, [places down, places across]. */
export function boundsEverywhere(
  { width, height }: GreyPicture,
  integral: IntegralPicture,
  { template, blocks }: { template: GreyPicture; blocks: BlockedTemplate },
): Float64Array {
  const { stride } = integral;
  const [placesAcross, placesDown] = [width - template.width + 1, height - template.height + 1];
  const sums = slidingSums(integral.values, stride, template);
  const squares = slidingSums(integral.squares, stride, template);
  const covered = { width: blocks.across * blocks.width, height: blocks.down * blocks.height };
  const isAll = covered.width === template.width && covered.height === template.height;
  const blockSums = slidingSums(integral.values, stride, blocks);
  const blockStride = stride - blocks.width;
  const coveredSums = isAll ? sums : slidingSums(integral.values, stride, covered);
  const coveredStride = stride - covered.width;
  const blockSquares = steppedSquares(blockSums, blockStride, blocks, { placesAcross, placesDown });
  const bounds = new Float64Array(placesAcross * placesDown);
  const products = new Float64Array(placesAcross);
  const window = {
    pixels: template.width * template.height,
    sum: 0,
    squares: 0,
    product: 0,
    blockSum: 0,
    blockSquares: 0,
  };
  for (let y = 0; y < placesDown; y++) {
    correlateRow(products, blockSums, { from: y * blockStride, stride: blockStride, blocks });
    const at = y * placesAcross;
    for (let x = 0; x < placesAcross; x++) {
      window.sum = sums[at + x] ?? 0;
      window.squares = squares[at + x] ?? 0;
      window.product = products[x] ?? 0;
      window.blockSum = coveredSums[y * coveredStride + x] ?? 0;
      window.blockSquares = blockSquares[at + x] ?? 0;
      bounds[at + x] = boundOf(blocks, window);
    }
  }
  return bounds;
}

/** The blocks' sums times the template's means at each place of a row. */
function correlateRow(
  products: Float64Array,
  blockSums: Float64Array,
  { from, stride, blocks }: { from: number; stride: number; blocks: BlockedTemplate },
): void {
  products.fill(0);
  for (let row = 0; row < blocks.down; row++) {
    const start = from + row * blocks.height * stride;
    for (let column = 0; column < blocks.across; column += 4) {
      const place = row * blocks.across + column;
      const left = blocks.across - column;
      const [a, b] = [blocks.means[place] ?? 0, left > 1 ? (blocks.means[place + 1] ?? 0) : 0];
      const [c, d] = [left > 2 ? (blocks.means[place + 2] ?? 0) : 0, left > 3 ? (blocks.means[place + 3] ?? 0) : 0];
      const first = start + column * blocks.width;
      const [second, third, fourth] = [
        first + Math.min(1, left - 1) * blocks.width,
        first + Math.min(2, left - 1) * blocks.width,
        first + Math.min(3, left - 1) * blocks.width,
      ];
      for (let x = 0; x < products.length; x++) {
        products[x] =
          (products[x] ?? 0) +
          a * (blockSums[first + x] ?? 0) +
          b * (blockSums[second + x] ?? 0) +
          c * (blockSums[third + x] ?? 0) +
          d * (blockSums[fourth + x] ?? 0);
      }
    }
  }
}

/** Sums of the squares of a place's blocks, each from that of the place a block earlier. */
function steppedSquares(
  blockSums: Float64Array,
  stride: number,
  blocks: BlockedTemplate,
  { placesAcross, placesDown }: { placesAcross: number; placesDown: number },
): Float64Array {
  const rows = blockSums.length / stride;
  const squareAt = (i: number): number => (blockSums[i] ?? 0) ** 2;
  const across = new Float64Array(rows * placesAcross);
  for (let y = 0; y < rows; y++) {
    const [from, to] = [y * stride, y * placesAcross];
    const first = Math.min(blocks.width, placesAcross);
    for (let x = 0; x < first; x++) {
      let sum = 0;
      for (let k = 0; k < blocks.across; k++) sum += squareAt(from + x + k * blocks.width);
      across[to + x] = sum;
    }
    const reach = blocks.across * blocks.width;
    for (let x = first; x < placesAcross; x++) {
      const before = x - blocks.width;
      across[to + x] = (across[to + before] ?? 0) + squareAt(from + before + reach) - squareAt(from + before);
    }
  }
  const both = new Float64Array(placesDown * placesAcross);
  const step = blocks.height * placesAcross;
  const reach = blocks.down * step;
  const first = Math.min(step, both.length);
  for (let i = 0; i < first; i++) {
    let sum = 0;
    for (let k = 0; k < blocks.down; k++) sum += across[i + k * step] ?? 0;
    both[i] = sum;
  }
  for (let i = first; i < both.length; i++) {
    both[i] = (both[i - step] ?? 0) + (across[i - step + reach] ?? 0) - (across[i - step] ?? 0);
  }
  return both;
}

/** The bound at one place, from the integral picture. */
export function boundAt(
  integral: IntegralPicture,
  { x, y }: { x: number; y: number },
  { template, blocks }: { template: GreyPicture; blocks: BlockedTemplate },
): number {
  const { stride, values, squares } = integral;
  const top = y * stride + x;
  const bottom = top + template.height * stride;
  const { width } = template;
  const sumOf = (table: Float64Array): number =>
    (table[bottom + width] ?? 0) - (table[bottom] ?? 0) - (table[top + width] ?? 0) + (table[top] ?? 0);
  let [product, blockSum, blockSquares] = [0, 0, 0];
  let place = 0;
  for (let row = 0; row < blocks.down; row++) {
    let above = top + row * blocks.height * stride;
    let below = above + blocks.height * stride;
    let before = (values[below] ?? 0) - (values[above] ?? 0);
    for (let column = 0; column < blocks.across; column++) {
      above += blocks.width;
      below += blocks.width;
      const upTo = (values[below] ?? 0) - (values[above] ?? 0);
      const sum = upTo - before;
      before = upTo;
      product += sum * (blocks.means[place++] ?? 0);
      blockSum += sum;
      blockSquares += sum * sum;
    }
  }
  const pixels = template.width * template.height;
  return boundOf(blocks, { pixels, sum: sumOf(values), squares: sumOf(squares), product, blockSum, blockSquares });
}
