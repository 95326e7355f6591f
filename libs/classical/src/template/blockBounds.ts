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
  /** Of the deviations from the mean: the sum of their squares, and the root of those within blocks. */
  energy: number;
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
  return { width, height, across, down, means, sum, energy: squares, restNorm };
}

/** Of windows side by side: sums of the values, of their squares, of the blocks' sums times the means, of the blocks. */
type Windows = {
  sums: Float64Array;
  squares: Float64Array;
  products: Float64Array;
  blockSums: Float64Array;
  blockSquares: Float64Array;
};

/**
 * The most that the correlation coefficient can be, given the blocks alone, as its square, and 0 where it is below 0: the
 * blocks' own part is known, and what is left of the two deviations within blocks correlates with 1 at most (Cauchy and
 * Schwarz). A window of one value has no correlation and counts as 0.
 */
function boundRow(
  bounds: Float64Array,
  { sums, squares, products, blockSums, blockSquares }: Windows,
  { blocks, pixels }: { blocks: BlockedTemplate; pixels: number },
): void {
  const size = blocks.width * blocks.height;
  const [perPixel, perBlock] = [1 / pixels, 1 / size];
  const [covered, shift] = [blocks.means.length * size, blocks.sum * size];
  const { restNorm, energy: templateEnergy } = blocks;
  // In bounds by the loop; the test of `?? 0` would take as long as the arithmetic.
  for (let x = 0; x < bounds.length; x++) {
    const sum = sums[x] as number;
    const mean = sum * perPixel;
    const energy = (squares[x] as number) - sum * mean;
    let bound = 0;
    // Of whole numbers that are not all equal it is a half at least.
    if (energy >= 0.25) {
      const coarse = (blockSquares[x] as number) * perBlock - mean * (2 * (blockSums[x] as number) - covered * mean);
      const rest = energy > coarse ? Math.sqrt(energy - coarse) * restNorm : 0;
      const most = (products[x] as number) - mean * shift + rest;
      if (most > 0) bound = (most * most) / (energy * templateEnergy);
    }
    bounds[x] = bound;
  }
}

/** The square of the bound at every place, [places down, places across]. */
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
  const windows = {
    sums: rows.sums,
    squares: rows.squares,
    products,
    blockSums: coveredRows.sums,
    blockSquares: squares,
  };
  for (let y = 0; y < down; y++) {
    rows.next();
    if (!isWhole) coveredRows.next();
    sumBlocks({ products, squares }, blockSums, { y, stride: picture.width - blocks.width + 1, blocks });
    boundRow(bounds.subarray(y * across, (y + 1) * across), windows, { blocks, pixels });
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
  const startOf = (block: number): number =>
    (y + Math.floor(block / blocks.across) * blocks.height) * stride + (block % blocks.across) * blocks.width;
  const count = blocks.means.length;
  let block = 0;
  // Four blocks at a time, so that each place is loaded and stored a quarter as often.
  for (; block + 3 < count; block += 4) {
    const [first, second, third, fourth] = [startOf(block), startOf(block + 1), startOf(block + 2), startOf(block + 3)];
    const a = blocks.means[block] ?? 0;
    const b = blocks.means[block + 1] ?? 0;
    const c = blocks.means[block + 2] ?? 0;
    const d = blocks.means[block + 3] ?? 0;
    for (let x = 0; x < products.length; x++) {
      // All in bounds; the test of `?? 0` would take as long as the sums.
      const p = blockSums[first + x] as number;
      const q = blockSums[second + x] as number;
      const r = blockSums[third + x] as number;
      const s = blockSums[fourth + x] as number;
      products[x] = (products[x] as number) + (a * p + b * q + (c * r + d * s));
      squares[x] = (squares[x] as number) + (p * p + q * q + (r * r + s * s));
    }
  }
  for (; block < count; block++) {
    const mean = blocks.means[block] ?? 0;
    const from = startOf(block);
    for (let x = 0; x < products.length; x++) {
      const sum = blockSums[from + x] as number;
      products[x] = (products[x] as number) + mean * sum;
      squares[x] = (squares[x] as number) + sum * sum;
    }
  }
}

/** The same at some places, from the integral picture. */
export function boundsAt(
  places: Int32Array,
  { stride, values, squares: squaresTable }: IntegralPicture,
  { template, blocks }: { template: GreyPicture; blocks: BlockedTemplate },
): Float64Array {
  const { width, height } = template;
  const across = stride - width;
  const numbers = () => new Float64Array(places.length);
  const windows = {
    sums: numbers(),
    squares: numbers(),
    products: numbers(),
    blockSums: numbers(),
    blockSquares: numbers(),
  };
  places.forEach((at, i) => {
    const top = at + Math.floor(at / across) * (stride - across);
    const [bottom, inner] = [top + height * stride, top + width];
    const outer = bottom + width;
    const sumOf = (table: Int32Array | Float64Array): number =>
      (table[outer] ?? 0) - (table[bottom] ?? 0) - (table[inner] ?? 0) + (table[top] ?? 0);
    windows.sums[i] = sumOf(values) | 0;
    windows.squares[i] = sumOf(squaresTable);
    let [product, blockSum, blockSquares, place] = [0, 0, 0, 0];
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
    windows.products[i] = product;
    windows.blockSums[i] = blockSum;
    windows.blockSquares[i] = blockSquares;
  });
  const bounds = numbers();
  boundRow(bounds, windows, { blocks, pixels: width * height });
  return bounds;
}
