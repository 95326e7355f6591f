/** scikit-image's `xyz_from_rgb`: sRGB primaries, rows X, Y, Z. */
export const TO_XYZ = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
] as const;

/** Its inverse. */
export const FROM_XYZ = invert(TO_XYZ);

/** White of D65, seen under 2 degrees. */
export const WHITE = [0.95047, 1, 1.08883] as const;

/** Where sRGB's curve meets its straight beginning, companded and linear. */
export const COMPANDED_KNEE = 0.04045;
export const LINEAR_KNEE = 0.0031308;

/** Where Lab's cube root meets its straight beginning. */
export const LAB_KNEE = 0.008856;

type Matrix = readonly (readonly [number, number, number])[];

function invert(matrix: Matrix): Matrix {
  const at = (row: number, column: number) => matrix[row % 3]?.[column % 3] ?? 0;
  const cofactor = (row: number, column: number) =>
    at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1);
  const determinant = [0, 1, 2].reduce((sum, column) => sum + at(0, column) * cofactor(0, column), 0);
  return [0, 1, 2].map((row) => {
    const entry = (column: number) => cofactor(column, row) / determinant;
    return [entry(0), entry(1), entry(2)] as const;
  });
}
