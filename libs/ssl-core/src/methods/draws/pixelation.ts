import type { FeedArray } from '../../augment/arrays';
import type { Rng } from '../../rng';

/** The authors' smallest side is 10 of 96 pixels, the largest 95. */
const [SMALLEST, LARGEST] = [10 / 96, 95 / 96];

/**
 * For each patch a matrix [side, side] that its rows, and then its columns, are multiplied by: most leave it as it is, some
 * bring it to fewer pixels and back (arXiv 1505.05192, section 3.1; `prep_image` of the authors' train.py), the number of
 * pixels drawn evenly.
 *
 * @param share of the patches that lose pixels
 * @returns [patches, side, side]
 */
export function drawPixelation(
  rng: Rng,
  { patches, side, share }: { patches: number; side: number; share: number },
): FeedArray {
  const data = new Float32Array(patches * side * side);
  const whole = pixelationMatrix(side, side);
  const [least, most] = [(SMALLEST * side) ** 2, (LARGEST * side) ** 2];
  for (let patch = 0; patch < patches; patch++) {
    const isPixelated = rng.uniform() < share;
    const left = Math.max(1, Math.floor(Math.sqrt(least + (most - least) * rng.uniform())));
    data.set(isPixelated ? pixelationMatrix(side, left) : whole, patch * side * side);
  }
  return { data, shape: [patches, side, side], dtype: 'float32' };
}

/** From `side` pixels to `left` and back, bilinear both times, without smoothing: [side, side], row by row. */
export function pixelationMatrix(side: number, left: number): Float32Array {
  const [up, down] = [bilinearMatrix(left, side), bilinearMatrix(side, left)];
  return Float32Array.from({ length: side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    return Array.from({ length: left }, (_, i) => (up[row * left + i] ?? 0) * (down[i * side + column] ?? 0)).reduce(
      (sum, product) => sum + product,
    );
  });
}

/** [to, from], row by row: pixels as areas, beyond the rim the rim goes on. */
function bilinearMatrix(from: number, to: number): Float64Array {
  const matrix = new Float64Array(to * from);
  for (let target = 0; target < to; target++) {
    const place = Math.min(Math.max(((target + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.floor(place);
    const second = Math.min(first + 1, from - 1);
    matrix[target * from + first] = (matrix[target * from + first] ?? 0) + 1 - (place - first);
    matrix[target * from + second] = (matrix[target * from + second] ?? 0) + place - first;
  }
  return matrix;
}
