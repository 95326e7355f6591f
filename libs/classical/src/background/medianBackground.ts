import { type GreyPicture, requireOdd, requireSize } from '../picture';

/**
 * The median of the window around each pixel, the border pixels going on outside: what is left when things smaller than
 * half of the window are taken away. Equal to OpenCV's `medianBlur`. A histogram slides along each row (T. S. Huang et
 * al., IEEE Trans. ASSP 1979).
 *
 * @param window side in pixels, odd
 * @throws RangeError when the pixels do not fill the size or the window is even
 */
export function medianBackground(picture: GreyPicture, window: number): GreyPicture {
  requireSize(picture);
  requireOdd('a window', window);
  const { width, height, data } = picture;
  const half = (window - 1) / 2;
  const rank = (window * window - 1) / 2;
  const medians = new Uint8Array(data.length);
  const counts = new Int32Array(256);
  const rows = new Int32Array(window);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < window; i++) rows[i] = Math.min(height - 1, Math.max(0, y - half + i)) * width;
    counts.fill(0);
    let median = 0;
    /** Values below the median. */
    let below = 0;
    const add = (column: number, weight: number): void => {
      const x = Math.min(width - 1, Math.max(0, column));
      for (let i = 0; i < window; i++) {
        const value = data[(rows[i] ?? 0) + x] ?? 0;
        counts[value] = (counts[value] ?? 0) + weight;
        if (value < median) below += weight;
      }
    };
    for (let column = -half; column < half; column++) add(column, 1);
    for (let x = 0; x < width; x++) {
      add(x + half, 1);
      while (below > rank) below -= counts[--median] ?? 0;
      while (below + (counts[median] ?? 0) <= rank) below += counts[median++] ?? 0;
      medians[y * width + x] = median;
      add(x - half, -1);
    }
  }
  return { width, height, data: medians };
}
