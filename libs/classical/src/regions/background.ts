import { type FloatPicture, type GreyPicture, reflectedIndex, requireSize } from '../picture';
import { eachRowsMoments } from '../threshold/localMoments';

export type BackgroundOptions = {
  method: 'mean' | 'median' | 'gaussian';
  /** Half the window's side without its middle, or the Gaussian's standard deviation, in pixels. */
  radius: number;
};

/** A Gaussian is cut there, in standard deviations. */
const TRUNCATE = 4;

/**
 * A picture without its details, [height, width]: the window's mean or median, or a Gaussian; outside the picture is
 * mirrored at its border pixels. Equal to `scipy.ndimage`'s uniform, median and Gaussian filters with mode `mirror`.
 *
 * @throws RangeError when the pixels do not fill the size
 */
export function estimateBackground(picture: GreyPicture, { method, radius }: BackgroundOptions): FloatPicture {
  requireSize(picture);
  const { width, height } = picture;
  if (method === 'gaussian') return { width, height, data: gaussian(picture, radius) };
  return { width, height, data: method === 'mean' ? meanOf(picture, radius) : medianOf(picture, radius) };
}

function meanOf(picture: GreyPicture, radius: number): Float64Array {
  const data = new Float64Array(picture.data.length);
  eachRowsMoments(picture, 2 * radius + 1, (y, means) => data.set(means, y * picture.width));
  return data;
}

/** A histogram slides along each row: a column of pixels leaves and one enters (T. Huang et al., 1979). */
function medianOf({ width, height, data }: GreyPicture, radius: number): Float64Array {
  const result = new Float64Array(data.length);
  const side = 2 * radius + 1;
  const half = (side * side - 1) / 2;
  const columns = Int32Array.from({ length: width + 2 * radius }, (_, i) => reflectedIndex(i - radius, width));
  const counts = new Int32Array(256);
  for (let y = 0; y < height; y++) {
    const rows = Int32Array.from({ length: side }, (_, i) => reflectedIndex(y + i - radius, height) * width);
    counts.fill(0);
    // `below` pixels of the window are darker than `level`.
    let [level, below] = [0, 0];
    const move = (column: number, by: 1 | -1): void => {
      const x = columns[column] ?? 0;
      for (let i = 0; i < side; i++) {
        const value = data[(rows[i] ?? 0) + x] ?? 0;
        counts[value] = (counts[value] ?? 0) + by;
        if (value < level) below += by;
      }
    };
    for (let column = 0; column < side - 1; column++) move(column, 1);
    for (let x = 0; x < width; x++) {
      move(x + side - 1, 1);
      while (below > half) below -= counts[--level] ?? 0;
      while (below + (counts[level] ?? 0) <= half) below += counts[level++] ?? 0;
      result[y * width + x] = level;
      move(x, -1);
    }
  }
  return result;
}

function gaussian({ width, height, data }: GreyPicture, sigma: number): Float64Array {
  const reach = Math.floor(TRUNCATE * sigma + 0.5);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i] = (kernel[i] ?? 0) / total;

  const down = new Float64Array(data.length);
  for (let y = 0; y < height; y++) {
    const to = y * width;
    for (let k = 0; k < kernel.length; k++) {
      const weight = kernel[k] ?? 0;
      const from = reflectedIndex(y + k - reach, height) * width;
      for (let x = 0; x < width; x++) down[to + x] = (down[to + x] ?? 0) + weight * (data[from + x] ?? 0);
    }
  }
  const result = new Float64Array(data.length);
  const padded = new Float64Array(width + 2 * reach);
  const places = Int32Array.from(padded, (_, i) => reflectedIndex(i - reach, width));
  for (let y = 0; y < height; y++) {
    const from = y * width;
    for (let i = 0; i < padded.length; i++) padded[i] = down[from + (places[i] ?? 0)] ?? 0;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += (kernel[k] ?? 0) * (padded[x + k] ?? 0);
      result[from + x] = sum;
    }
  }
  return result;
}
