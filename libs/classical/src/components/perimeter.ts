import type { Labels } from './label';

/** Length that a border pixel adds, by one for itself, 2 for each neighbour across an edge, 10 across a corner. */
const LENGTHS = new Float64Array(50);
for (const code of [5, 7, 15, 17, 25, 27]) LENGTHS[code] = 1;
for (const code of [21, 33]) LENGTHS[code] = Math.SQRT2;
for (const code of [13, 23]) LENGTHS[code] = (1 + Math.SQRT2) / 2;

/**
 * The length of each component's outline through the centres of its border pixels (K. Benkrid, D. Crookes, 2000): [count
 * + 1] by label. A border pixel has a neighbour across an edge that is not of its component, or lies at the picture's
 * border. Equal to scikit-image's `perimeter` with 4 neighbours.
 */
export function perimeters({ width, height, data, count }: Labels): Float64Array {
  // A margin of nothing, so that neighbours need no tests.
  const stride = width + 2;
  const borders = new Int32Array(stride * (height + 2));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const label = data[i] ?? 0;
      if (label === 0) continue;
      const isInside =
        x > 0 &&
        y > 0 &&
        x < width - 1 &&
        y < height - 1 &&
        data[i - 1] === label &&
        data[i + 1] === label &&
        data[i - width] === label &&
        data[i + width] === label;
      if (!isInside) borders[(y + 1) * stride + x + 1] = label;
    }
  }
  // Whole counts of each code first, as the reference: the sum of lengths then has its digits.
  const histograms = new Int32Array((count + 1) * LENGTHS.length);
  for (let y = 1; y <= height; y++) {
    for (let x = 1; x <= width; x++) {
      const i = y * stride + x;
      const label = borders[i] ?? 0;
      if (label === 0) continue;
      const is = (offset: number): number => (borders[i + offset] === label ? 1 : 0);
      const edges = is(-1) + is(1) + is(-stride) + is(stride);
      const corners = is(-stride - 1) + is(-stride + 1) + is(stride - 1) + is(stride + 1);
      const place = label * LENGTHS.length + 1 + 2 * edges + 10 * corners;
      histograms[place] = (histograms[place] ?? 0) + 1;
    }
  }
  return Float64Array.from({ length: count + 1 }, (_, label) => {
    let length = 0;
    for (let code = 0; code < LENGTHS.length; code++) {
      length += (histograms[label * LENGTHS.length + code] ?? 0) * (LENGTHS[code] ?? 0);
    }
    return length;
  });
}
