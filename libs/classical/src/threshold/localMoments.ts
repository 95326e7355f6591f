import { type GreyPicture, reflectedIndex, requireOdd, requireSize } from '../picture';

/**
 * Mean and population deviation of the window around each pixel, the picture mirrored at its border pixels. Sums of whole
 * numbers are exact in any order, so these are the reference's digits, though no integral picture is built.
 *
 * @param visit is given each row's means and deviations, [width] each, which are used again for the next row
 * @throws RangeError when the pixels do not fill the size or the window is even
 */
export function eachRowsMoments(
  picture: GreyPicture,
  window: number,
  visit: (y: number, means: Float64Array, deviations: Float64Array) => void,
): void {
  requireSize(picture);
  requireOdd('a window', window);
  const { width, height, data } = picture;
  const half = (window - 1) / 2;
  const area = window * window;
  const columns = { sums: new Float64Array(width), squares: new Float64Array(width) };
  const addRow = (y: number, sign: 1 | -1): void => {
    const from = reflectedIndex(y, height) * width;
    for (let x = 0; x < width; x++) {
      const value = data[from + x] ?? 0;
      columns.sums[x] = (columns.sums[x] ?? 0) + sign * value;
      columns.squares[x] = (columns.squares[x] ?? 0) + sign * value * value;
    }
  };
  const places = Int32Array.from({ length: width + window }, (_, i) => reflectedIndex(i - half - 1, width));
  const [means, deviations] = [new Float64Array(width), new Float64Array(width)];
  for (let y = -half; y < half; y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    addRow(y + half, 1);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < window; i++) {
      const place = places[i] ?? 0;
      sum += columns.sums[place] ?? 0;
      squares += columns.squares[place] ?? 0;
    }
    for (let x = 0; x < width; x++) {
      const [leaves, enters] = [places[x] ?? 0, places[x + window] ?? 0];
      sum += (columns.sums[enters] ?? 0) - (columns.sums[leaves] ?? 0);
      squares += (columns.squares[enters] ?? 0) - (columns.squares[leaves] ?? 0);
      const mean = sum / area;
      means[x] = mean;
      deviations[x] = Math.sqrt(Math.max(0, squares / area - mean * mean));
    }
    visit(y, means, deviations);
    addRow(y - half, -1);
  }
}
