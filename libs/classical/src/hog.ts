export type HogOptions = {
  /** Bins of unsigned direction over 180 degrees. */
  orientations: number;
  /** Side of a cell in pixels; a block is 2 x 2 cells. */
  cell: number;
};

const BLOCK = 2;
/** Largest share of one bin in a block after the first normalisation (Dalal and Triggs 2005, L2-Hys). */
const CLIP = 0.2;
const EPSILON = 1e-5;

/** Length of the descriptor of a picture. */
export function hogLength(width: number, height: number, { orientations, cell }: HogOptions): number {
  const across = Math.max(0, Math.floor(width / cell) - BLOCK + 1);
  const down = Math.max(0, Math.floor(height / cell) - BLOCK + 1);
  return across * down * BLOCK * BLOCK * orientations;
}

/**
 * Histogram of oriented gradients of a grey picture (N. Dalal, B. Triggs, CVPR 2005), equal to scikit-image's
 * `hog(image, orientations, (cell, cell), (2, 2), block_norm='L2-Hys')`.
 *
 * @param pixels grey values row by row, [height, width]; their unit does not matter but for the 1e-5 of the norm
 * @returns [blocks down, blocks across, 2, 2, orientations], flat
 * @throws RangeError when not even one block fits
 */
export function hog(pixels: ArrayLike<number>, width: number, height: number, options: HogOptions): Float32Array {
  const { orientations, cell } = options;
  const length = hogLength(width, height, options);
  if (length === 0) throw new RangeError(`no block of 2 x 2 cells of ${cell} pixels fits in ${width} x ${height}`);
  const histograms = cellHistograms(pixels, width, height, options);
  const cellsAcross = Math.floor(width / cell);
  const blocksAcross = cellsAcross - BLOCK + 1;
  const blocksDown = Math.floor(height / cell) - BLOCK + 1;
  const descriptor = new Float32Array(length);
  const block = new Float64Array(BLOCK * BLOCK * orientations);
  for (let row = 0; row < blocksDown; row++) {
    for (let column = 0; column < blocksAcross; column++) {
      for (let r = 0; r < BLOCK; r++) {
        const from = ((row + r) * cellsAcross + column) * orientations;
        block.set(histograms.subarray(from, from + BLOCK * orientations), r * BLOCK * orientations);
      }
      normalise(block);
      descriptor.set(block, (row * blocksAcross + column) * block.length);
    }
  }
  return descriptor;
}

/** Mean gradient magnitude of each direction in each cell: [cells down, cells across, orientations]. */
function cellHistograms(pixels: ArrayLike<number>, width: number, height: number, options: HogOptions): Float64Array {
  const { orientations, cell } = options;
  const [cellsDown, cellsAcross] = [Math.floor(height / cell), Math.floor(width / cell)];
  const histograms = new Float64Array(cellsDown * cellsAcross * orientations);
  const cotangents = cotangentsOf(orientations);
  const columns = cellsAcross * cell;
  for (let y = 0; y < cellsDown * cell; y++) {
    const here = y * width;
    // Centred differences without the half; none at the border, as in scikit-image.
    const [above, below] = y === 0 || y === height - 1 ? [here, here] : [here - width, here + width];
    const row = Math.floor(y / cell) * cellsAcross;
    for (let x = 0; x < columns; x++) {
      const dy = (pixels[below + x] ?? 0) - (pixels[above + x] ?? 0);
      const dx = x === 0 || x === width - 1 ? 0 : (pixels[here + x + 1] ?? 0) - (pixels[here + x - 1] ?? 0);
      if (dy === 0 && dx === 0) continue;
      const to = (row + Math.floor(x / cell)) * orientations + binOf(dx, dy, cotangents);
      histograms[to] = (histograms[to] ?? 0) + Math.sqrt(dx * dx + dy * dy);
    }
  }
  return histograms.map((sum) => sum / (cell * cell));
}

/** Of the angles at which bins begin, from the second on: they fall as angles grow from 0 to 180 degrees. */
function cotangentsOf(orientations: number): Float64Array {
  return Float64Array.from({ length: orientations - 1 }, (_, i) => {
    const angle = ((i + 1) * Math.PI) / orientations;
    const cotangent = Math.cos(angle) / Math.sin(angle);
    // Of 45, 90 and 135 degrees it is whole, and differences of whole numbers meet it.
    const whole = Math.round(cotangent);
    return Math.abs(cotangent - whole) < 1e-12 ? whole : cotangent;
  });
}

/** The bin of a direction without its sign; one on a boundary belongs to the bin that begins there. */
function binOf(dx: number, dy: number, cotangents: Float64Array): number {
  if (dy === 0) return 0;
  const [across, up] = dy < 0 ? [-dx, -dy] : [dx, dy];
  let [low, high] = [0, cotangents.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (across <= up * (cotangents[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function normalise(block: Float64Array): void {
  divideByNorm(block);
  for (let i = 0; i < block.length; i++) block[i] = Math.min(CLIP, block[i] ?? 0);
  divideByNorm(block);
}

function divideByNorm(block: Float64Array): void {
  let sum = EPSILON * EPSILON;
  for (const value of block) sum += value * value;
  const norm = Math.sqrt(sum);
  for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) / norm;
}
