import { at, type Matrix, zeros } from './matrix';
import { type ShortConvolution, toomCook } from './toomCook';

/** Taps of the only filter that this is about. */
export const TAPS = 3;

/**
 * A convolution of three taps along one axis, padded by one, with few multiplications. The axis is cut into tiles of
 * `outputs / tiles` outputs (the last may stick out); every tile takes the same products of transformed inputs and
 * transformed weights.
 *
 * Shapes: n inputs, m outputs, T tiles, P products of a tile.
 */
export type Line = {
  tiles: number;
  products: number;
  /** [T · P, n], tile by tile. */
  before: Matrix;
  /** [P, 3] */
  weights: Matrix;
  /** [m, T · P], tile by tile. */
  after: Matrix;
};

/**
 * Points of the polynomials, by the number of outputs of a tile: nearest to 1 in size and mixed in sign, for the least
 * rounding error found by trying (root mean square over the plain way's, at 256 channels: 2.3, 5, 6).
 */
const POINTS: Readonly<Record<number, readonly number[]>> = {
  2: [0, 1, -1],
  3: [0, 0.6, -0.8, 1.8],
  4: [0, Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT2, -Math.SQRT2],
};
/** The same for the two taps that meet the odd pixels when the stride is two. */
const POINTS_OF_TWO_TAPS: Readonly<Record<number, readonly number[]>> = {
  2: [0, -1],
  3: [0, 1, -1],
  4: [0, 0.6, -0.8, 1.6],
};

/** The way with the fewest products for an axis of `size` pixels. */
export function fastestLine(size: number, stride: 1 | 2): Line {
  if (stride === 2) return leastProducts((tile) => evenAndOdd(tile, size));
  if (size === 1) return { tiles: 1, products: 1, before: [[1]], weights: [[0, 1, 0]], after: [[1]] };
  if (size === 2) return TWO_PIXELS;
  return leastProducts((tile) => winograd(tile, size));
}

/**
 * Two pixels between zeros by three products instead of four, with sums alone (Karatsuba's product, transposed):
 * y0 = (x0 + x1) w1 + x1 (w2 - w1), y1 = (x0 + x1) w1 + x0 (w0 - w1).
 */
const TWO_PIXELS: Line = {
  tiles: 1,
  products: 3,
  before: [
    [1, 1],
    [1, 0],
    [0, 1],
  ],
  weights: [
    [0, 1, 0],
    [1, -1, 0],
    [0, -1, 1],
  ],
  after: [
    [1, 0, 1],
    [1, 1, 0],
  ],
};

function leastProducts(make: (tile: number) => Line): Line {
  const lines = Object.keys(POINTS).map((tile) => make(Number(tile)));
  const total = ({ tiles, products }: Line) => tiles * products;
  return lines.reduce((best, line) => (total(line) < total(best) ? line : best));
}

/** Winograd's F(tile, 3) for each tile: tile + 2 products for tile outputs. */
function winograd(tile: number, size: number): Line {
  const short = toomCook(POINTS[tile] ?? [], TAPS);
  const tiles = Math.ceil(size / tile);
  const line = emptyLine({ tiles, products: tile + 2, inputs: size, outputs: size });
  for (let t = 0; t < tiles; t++) {
    addShort(line, short, { tile: t, firstProduct: 0, inputOf: (i) => t * tile + i - 1, firstOutput: t * tile });
  }
  return { ...line, weights: short.weights };
}

/**
 * Stride two: the middle tap meets the even pixels, once each; the outer two meet the odd pixels, as a convolution of
 * two taps. 2 · tile + 1 products for tile outputs, where the plain way takes 3 · tile.
 */
function evenAndOdd(tile: number, size: number): Line {
  const short = toomCook(POINTS_OF_TWO_TAPS[tile] ?? [], 2);
  const outputs = Math.ceil(size / 2);
  const tiles = Math.ceil(outputs / tile);
  const line = emptyLine({ tiles, products: 2 * tile + 1, inputs: size, outputs });
  for (let t = 0; t < tiles; t++) {
    for (let i = 0; i < tile && t * tile + i < outputs; i++) {
      put(line.before, t * line.products + i, 2 * (t * tile + i), 1);
      put(line.after, t * tile + i, t * line.products + i, 1);
    }
    const inputOf = (i: number) => 2 * (t * tile + i) - 1;
    addShort(line, short, { tile: t, firstProduct: tile, inputOf, firstOutput: t * tile });
  }
  const middle = Array.from({ length: tile }, () => [0, 1, 0]);
  const outer = short.weights.map((row, i) => [row[0] ?? 0, 0, at(short.weights, i, 1)]);
  return { ...line, weights: [...middle, ...outer] };
}

type WritableLine = { tiles: number; products: number; before: number[][]; after: number[][] };

function emptyLine(size: { tiles: number; products: number; inputs: number; outputs: number }): WritableLine {
  const { tiles, products, inputs, outputs } = size;
  return { tiles, products, before: zeros(tiles * products, inputs), after: zeros(outputs, tiles * products) };
}

type Place = { tile: number; firstProduct: number; inputOf: (i: number) => number; firstOutput: number };

/** Writes a short convolution into its tile; inputs and outputs outside the axis are left out, since they are zero. */
function addShort(line: WritableLine, short: ShortConvolution, place: Place): void {
  const start = place.tile * line.products + place.firstProduct;
  const [inputs, outputs] = [line.before[0]?.length ?? 0, line.after.length];
  for (const [p, row] of short.before.entries()) {
    for (const [i, value] of row.entries()) {
      const input = place.inputOf(i);
      if (input >= 0 && input < inputs) put(line.before, start + p, input, value);
    }
    for (let i = 0; i < short.after.length && place.firstOutput + i < outputs; i++) {
      put(line.after, place.firstOutput + i, start + p, at(short.after, i, p));
    }
  }
}

function put(matrix: number[][], row: number, column: number, value: number): void {
  const elements = matrix[row];
  if (!elements) throw new Error(`no row ${row} in a matrix of ${matrix.length}`);
  elements[column] = value;
}
