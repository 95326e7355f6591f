import { type GreyPicture, type Mask, requireSize } from '../picture';

export type CannyOptions = {
  /** Gradients that belong to an edge when it reaches one above `high`. */
  low: number;
  /** Gradients that begin an edge. */
  high: number;
  /** Whether a gradient is measured by its Euclidean length, else by the sum of its parts. */
  isEuclidean?: boolean;
};

/** The tangent of 22.5 degrees in parts of 2^15; that of 67.5 is 2 more. */
const TANGENT_22 = 13573;

/**
 * Edges one pixel wide (J. Canny, IEEE Trans. PAMI 1986). Equal to OpenCV's `Canny` with an aperture of 3: Sobel's
 * gradients with the border pixels going on outside, no smoothing before, whole numbers throughout.
 *
 * @throws RangeError when the pixels do not fill the size
 */
export function cannyEdges(picture: GreyPicture, { low, high, isEuclidean = false }: CannyOptions): Mask {
  requireSize(picture);
  const { width, height } = picture;
  const levelOf = (value: number): number => Math.floor(isEuclidean ? Math.min(32767, value) ** 2 : value);
  const levels = { low: levelOf(Math.min(low, high)), high: levelOf(Math.max(low, high)) };
  const gradients = sobel(picture, isEuclidean);
  const { marks, strong } = thinEdges(gradients, levels);
  return { width, height, data: followEdges(marks, strong, width + 2) };
}

/** With a margin of one pixel of no strength: [height + 2, width + 2]. */
type Gradients = { width: number; height: number; across: Int16Array; down: Int16Array; strength: Int32Array };

function sobel({ width, height, data }: GreyPicture, isEuclidean: boolean): Gradients {
  const stride = width + 2;
  const across = new Int16Array(stride * (height + 2));
  const down = new Int16Array(stride * (height + 2));
  const strength = new Int32Array(stride * (height + 2));
  // Each row's smoothing and difference down the columns, with the border pixels once more at the ends.
  const [smooth, difference] = [new Int32Array(stride), new Int32Array(stride)];
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const here = y * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const [a, b, c] = [data[above + x] ?? 0, data[here + x] ?? 0, data[below + x] ?? 0];
      smooth[x + 1] = a + 2 * b + c;
      difference[x + 1] = c - a;
    }
    smooth[0] = smooth[1] ?? 0;
    difference[0] = difference[1] ?? 0;
    smooth[width + 1] = smooth[width] ?? 0;
    difference[width + 1] = difference[width] ?? 0;
    const to = (y + 1) * stride;
    for (let x = 1; x <= width; x++) {
      const dx = (smooth[x + 1] ?? 0) - (smooth[x - 1] ?? 0);
      const dy = (difference[x - 1] ?? 0) + 2 * (difference[x] ?? 0) + (difference[x + 1] ?? 0);
      across[to + x] = dx;
      down[to + x] = dy;
      strength[to + x] = isEuclidean ? dx * dx + dy * dy : Math.abs(dx) + Math.abs(dy);
    }
  }
  return { width, height, across, down, strength };
}

/** Pixels that are strongest along their gradient: 1 for weak, 2 for strong; and the places of the strong ones. */
function thinEdges(
  { width, height, across, down, strength }: Gradients,
  { low, high }: { low: number; high: number },
): { marks: Uint8Array; strong: number[] } {
  const stride = width + 2;
  const marks = new Uint8Array(strength.length);
  const strong: number[] = [];
  for (let y = 1; y <= height; y++) {
    for (let i = y * stride + 1; i <= y * stride + width; i++) {
      const value = strength[i] ?? 0;
      if (value <= low) continue;
      const [dx, dy] = [across[i] ?? 0, down[i] ?? 0];
      const flat = Math.abs(dx) * TANGENT_22;
      const steep = flat + (Math.abs(dx) << 16);
      const slope = Math.abs(dy) << 15;
      let isRidge: boolean;
      if (slope < flat) isRidge = value > (strength[i - 1] ?? 0) && value >= (strength[i + 1] ?? 0);
      else if (slope > steep) isRidge = value > (strength[i - stride] ?? 0) && value >= (strength[i + stride] ?? 0);
      else {
        const side = (dx ^ dy) < 0 ? -1 : 1;
        isRidge = value > (strength[i - stride - side] ?? 0) && value > (strength[i + stride + side] ?? 0);
      }
      if (!isRidge) continue;
      marks[i] = value > high ? 2 : 1;
      if (value > high) strong.push(i);
    }
  }
  return { marks, strong };
}

/** From the strong pixels on over weak neighbours; the mask without the margin. */
function followEdges(marks: Uint8Array, strong: number[], stride: number): Uint8Array {
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  for (let i = strong.pop(); i !== undefined; i = strong.pop()) {
    for (const step of around) {
      if (marks[i + step] !== 1) continue;
      marks[i + step] = 2;
      strong.push(i + step);
    }
  }
  const width = stride - 2;
  const height = marks.length / stride - 2;
  const edges = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) edges[y * width + x] = marks[(y + 1) * stride + x + 1] === 2 ? 1 : 0;
  }
  return edges;
}
