import { type GreyPicture, type Mask, requireOdd, requireSize } from '../picture';

export type AdaptiveOptions = {
  method: 'mean' | 'gaussian';
  /** Side of the window in pixels, odd. */
  block: number;
  /** What is taken off the window's mean. */
  c: number;
};

const { fround } = Math;

/**
 * Pixels above the mean of the window around them, less c; with `gaussian` the mean is weighted towards the centre.
 * Equal to OpenCV's `adaptiveThreshold` with THRESH_BINARY: the mean is rounded to a whole number before it is compared,
 * and the border pixels go on outside.
 *
 * @throws RangeError when the pixels do not fill the size or the block is even
 */
export function adaptiveMask(picture: GreyPicture, { method, block, c }: AdaptiveOptions): Mask {
  requireSize(picture);
  requireOdd('a block', block);
  const { width, height, data } = picture;
  const mask = new Uint8Array(data.length);
  const least = -Math.ceil(c);
  const eachRowsMeans = method === 'mean' ? eachRowsBoxMeans : eachRowsGaussianMeans;
  eachRowsMeans(picture, block, (y, means) => {
    const from = y * width;
    for (let x = 0; x < width; x++) mask[from + x] = (data[from + x] ?? 0) - (means[x] ?? 0) > least ? 1 : 0;
  });
  return { width, height, data: mask };
}

type RowVisitor = (y: number, means: Uint8Array) => void;

function eachRowsBoxMeans({ width, height, data }: GreyPicture, block: number, visit: RowVisitor): void {
  const half = (block - 1) / 2;
  const area = block * block;
  const columns = new Float64Array(width);
  const addRow = (y: number, sign: 1 | -1): void => {
    const from = clamped(y, height) * width;
    for (let x = 0; x < width; x++) columns[x] = (columns[x] ?? 0) + sign * (data[from + x] ?? 0);
  };
  const places = Int32Array.from({ length: width + block }, (_, i) => clamped(i - half - 1, width));
  const means = new Uint8Array(width);
  for (let y = -half; y < half; y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    addRow(y + half, 1);
    let sum = 0;
    for (let i = 0; i < block; i++) sum += columns[places[i] ?? 0] ?? 0;
    for (let x = 0; x < width; x++) {
      sum += (columns[places[x + block] ?? 0] ?? 0) - (columns[places[x] ?? 0] ?? 0);
      // An odd number of pixels has no mean that ends in a half.
      means[x] = Math.round(sum / area);
    }
    visit(y, means);
    addRow(y - half, -1);
  }
}

/** In single precision and in the order of the reference, so that a mean near a half is rounded to the same side. */
function eachRowsGaussianMeans({ width, height, data }: GreyPicture, block: number, visit: RowVisitor): void {
  const half = (block - 1) / 2;
  const weights = gaussianWeights(block);
  const rows = new Float32Array(width * height);
  const padded = new Float32Array(width + 2 * half);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < padded.length; i++) padded[i] = data[y * width + clamped(i - half, width)] ?? 0;
    for (let x = 0; x < width; x++) {
      let sum = fround((weights[0] ?? 0) * (padded[x] ?? 0));
      for (let i = 1; i < block; i++) sum = fround((padded[x + i] ?? 0) * (weights[i] ?? 0) + sum);
      rows[y * width + x] = sum;
    }
  }
  const sums = new Float32Array(width);
  const means = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    const centre = weights[half] ?? 0;
    for (let x = 0; x < width; x++) sums[x] = centre * (rows[y * width + x] ?? 0);
    for (let i = 1; i <= half; i++) {
      const [above, below] = [clamped(y - i, height) * width, clamped(y + i, height) * width];
      const weight = weights[half + i] ?? 0;
      for (let x = 0; x < width; x++) {
        const pair = fround((rows[below + x] ?? 0) + (rows[above + x] ?? 0));
        sums[x] = pair * weight + (sums[x] ?? 0);
      }
    }
    for (let x = 0; x < width; x++) means[x] = roundHalfToEven(sums[x] ?? 0);
    visit(y, means);
  }
}

/** OpenCV's weights for a window whose deviation is not given: fixed up to 9 pixels, by the formula above. */
function gaussianWeights(block: number): Float32Array {
  const fixed: Readonly<Record<number, readonly number[]>> = {
    3: [0.25, 0.5, 0.25],
    5: [0.0625, 0.25, 0.375, 0.25, 0.0625],
    7: [0.03125, 0.109375, 0.21875, 0.28125, 0.21875, 0.109375, 0.03125],
    9: [4, 13, 30, 51, 60, 51, 30, 13, 4].map((weight) => weight / 256),
  };
  const known = fixed[block];
  if (known) return Float32Array.from(known);
  const sigma = 0.3 * ((block - 1) * 0.5 - 1) + 0.8;
  const centre = (block - 1) / 2;
  const weights = Float64Array.from({ length: block }, (_, i) => Math.exp((-0.5 * (i - centre) ** 2) / sigma ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Float32Array.from(weights, (weight) => weight / sum);
}

function roundHalfToEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest === 0.5) return low % 2 === 0 ? low : low + 1;
  return rest < 0.5 ? low : low + 1;
}

function clamped(index: number, length: number): number {
  return index < 0 ? 0 : index < length ? index : length - 1;
}
