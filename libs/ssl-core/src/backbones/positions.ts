/**
 * Fixed sine-cosine position embedding of a square grid, a row of zeros for the class token first: as
 * `get_2d_sincos_pos_embed` of the authors' MAE code, where the column comes before the row.
 *
 * @returns [1 + grid * grid, width], row by row
 * @throws Error when the width is no multiple of 4
 */
export function sineCosinePositions(width: number, grid: number): Float32Array {
  if (width % 4 !== 0)
    throw new Error(`sines and cosines of places need a width that is a multiple of 4, not ${width}`);
  const quarter = width / 4;
  const result = new Float32Array((1 + grid * grid) * width);
  for (let patch = 0; patch < grid * grid; patch++) {
    const start = (1 + patch) * width;
    const places = [patch % grid, Math.floor(patch / grid)];
    for (const [half, place] of places.entries()) {
      for (let i = 0; i < quarter; i++) {
        const angle = place / 10_000 ** (i / quarter);
        result[start + half * 2 * quarter + i] = Math.sin(angle);
        result[start + half * 2 * quarter + quarter + i] = Math.cos(angle);
      }
    }
  }
  return result;
}
