import type { GreyPicture } from '../picture';
import { createWindowRows, type IntegralPicture, slidingSums } from './windowSums';

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

/** The side of a block at most, so that single precision holds its sum. */
const SIDE_MAX = 256;

/** @param parts blocks a side at least, where the template has as many pixels */
export function blockTemplate({ width: w, height: h, data }: GreyPicture, parts: number): BlockedTemplate {
  const sideOf = (length: number): number => Math.min(SIDE_MAX, Math.max(1, Math.floor(length / parts)));
  const [width, height] = [sideOf(w), sideOf(h)];
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

/** Of a window, and of its blocks: sums of the values, of their squares, and of the blocks' sums times the means. */
type WindowSums = { sum: number; squares: number; product: number; blockSum: number; blockSquares: number };

/**
 * The most that the correlation coefficient can be, given the blocks alone: the blocks' own part is known, and what is
 * left of the two deviations within blocks correlates with 1 at most (Cauchy and Schwarz). A window of one value has no
 * correlation and counts as 0.
 */
function boundOf(blocks: BlockedTemplate, pixels: number, window: WindowSums): number {
  const { sum, squares, product, blockSum, blockSquares } = window;
  const mean = sum / pixels;
  const energy = squares - sum * mean;
  // Of whole numbers that are not all equal it is a half at least.
  if (energy < 0.25) return 0;
  const size = blocks.width * blocks.height;
  const coarse = blockSquares / size - mean * (2 * blockSum - blocks.means.length * size * mean);
  const rest = energy > coarse ? Math.sqrt(energy - coarse) * blocks.restNorm : 0;
  return (product - mean * size * blocks.sum + rest) / (Math.sqrt(energy) * blocks.norm);
}

/** The bound at every place, [places down, places across]. */
export function boundsEverywhere(picture: GreyPicture, template: GreyPicture, blocks: BlockedTemplate): Float64Array {
  const across = picture.width - template.width + 1;
  const down = picture.height - template.height + 1;
  const covered = { width: blocks.across * blocks.width, height: blocks.down * blocks.height };
  const isWhole = covered.width === template.width && covered.height === template.height;
  const blockSums = slidingSums(picture, blocks);
  const rows = createWindowRows(picture, template);
  const coveredRows = isWhole ? rows : createWindowRows(picture, covered);
  const [products, squares] = [new Float64Array(across), new Float64Array(across)];
  const bounds = new Float64Array(across * down);
  const pixels = template.width * template.height;
  const window = { sum: 0, squares: 0, product: 0, blockSum: 0, blockSquares: 0 };
  for (let y = 0; y < down; y++) {
    rows.next();
    if (!isWhole) coveredRows.next();
    sumBlocks({ products, squares }, blockSums, { y, stride: picture.width - blocks.width + 1, blocks });
    for (let x = 0; x < across; x++) {
      // In bounds, as below.
      window.sum = rows.sums[x] as number;
      window.squares = rows.squares[x] as number;
      window.product = products[x] as number;
      window.blockSum = coveredRows.sums[x] as number;
      window.blockSquares = squares[x] as number;
      bounds[y * across + x] = boundOf(blocks, pixels, window);
    }
  }
  return bounds;
}

/** The blocks' sums times the template's means, and their squares, at each place of row y. */
function sumBlocks(
  { products, squares }: { products: Float64Array; squares: Float64Array },
  blockSums: Float32Array,
  { y, stride, blocks }: { y: number; stride: number; blocks: BlockedTemplate },
): void {
  products.fill(0);
  squares.fill(0);
  const { across, width } = blocks;
  for (let row = 0; row < blocks.down; row++) {
    const start = (y + row * blocks.height) * stride;
    let column = 0;
    // Four blocks at a time, so that each place is loaded and stored a quarter as often.
    for (; column + 3 < across; column += 4) {
      const at = row * across + column;
      const means = blocks.means.subarray(at, at + 4);
      addFourBlocks({ products, squares }, blockSums, { from: start + column * width, step: width, means });
    }
    for (; column < across; column++) {
      const mean = blocks.means[row * across + column] ?? 0;
      const from = start + column * width;
      for (let x = 0; x < products.length; x++) {
        const sum = blockSums[from + x] ?? 0;
        products[x] = (products[x] ?? 0) + mean * sum;
        squares[x] = (squares[x] ?? 0) + sum * sum;
      }
    }
  }
}

function addFourBlocks(
  { products, squares }: { products: Float64Array; squares: Float64Array },
  blockSums: Float32Array,
  { from, step, means }: { from: number; step: number; means: Float64Array },
): void {
  const [a, b, c, d] = [means[0] ?? 0, means[1] ?? 0, means[2] ?? 0, means[3] ?? 0];
  const [second, third, fourth] = [from + step, from + 2 * step, from + 3 * step];
  for (let x = 0; x < products.length; x++) {
    // All in bounds; the test of `?? 0` would take as long as the sums.
    const p = blockSums[from + x] as number;
    const q = blockSums[second + x] as number;
    const r = blockSums[third + x] as number;
    const s = blockSums[fourth + x] as number;
    products[x] = (products[x] as number) + (a * p + b * q + (c * r + d * s));
    squares[x] = (squares[x] as number) + (p * p + q * q + (r * r + s * s));
  }
}

/** The bound at one place, from the integral picture. */
export function boundAt(
  { stride, values, squares: squaresTable }: IntegralPicture,
  { x, y }: { x: number; y: number },
  { template, blocks }: { template: GreyPicture; blocks: BlockedTemplate },
): number {
  const { width, height } = template;
  const [top, bottom] = [y * stride + x, (y + height) * stride + x];
  const [inner, outer] = [top + width, bottom + width];
  const sum = ((values[outer] ?? 0) - (values[bottom] ?? 0) - (values[inner] ?? 0) + (values[top] ?? 0)) | 0;
  const squares =
    (squaresTable[outer] ?? 0) - (squaresTable[bottom] ?? 0) - (squaresTable[inner] ?? 0) + (squaresTable[top] ?? 0);
  let [product, blockSum, blockSquares] = [0, 0, 0];
  let place = 0;
  for (let row = 0; row < blocks.down; row++) {
    let above = top + row * blocks.height * stride;
    let below = above + blocks.height * stride;
    let before = ((values[below] ?? 0) - (values[above] ?? 0)) | 0;
    for (let column = 0; column < blocks.across; column++) {
      above += blocks.width;
      below += blocks.width;
      const upTo = ((values[below] ?? 0) - (values[above] ?? 0)) | 0;
      const part = (upTo - before) | 0;
      before = upTo;
      product += part * (blocks.means[place++] ?? 0);
      blockSum += part;
      blockSquares += part * part;
    }
  }
  return boundOf(blocks, width * height, { sum, squares, product, blockSum, blockSquares });
}
