import { type Matrix, zeros } from './matrix';

/**
 * A way of convolving a few neighbours with few multiplications: `y = after · ((weights · w) * (before · d))`, `*` element
 * by element, equals `y[i] = sum over k of d[i + k] * w[k]`.
 *
 * Shapes: P products, D inputs, K taps, M outputs; D = M + K - 1.
 */
export type ShortConvolution = {
  /** [P, D] */
  before: Matrix;
  /** [P, K] */
  weights: Matrix;
  /** [M, P] */
  after: Matrix;
};

/**
 * Convolution of `taps` taps by the values of polynomials at `points` and at infinity (Toom and Cook's product,
 * transposed, as Winograd has it; arXiv 1509.09308): as many products as inputs, where the plain way takes M · K.
 *
 * The rounding error grows with the points' spread: few points, near 1 in size, of both signs.
 */
export function toomCook(points: readonly number[], taps: number): ShortConvolution {
  const count = points.length + 1;
  const outputs = count - taps + 1;
  const before = zeros(count, count);
  const weights = zeros(count, taps);
  const after = zeros(outputs, count);
  for (const [i, point] of points.entries()) {
    const others = points.filter((_, j) => j !== i);
    const scale = others.reduce((product, other) => product * (point - other), 1);
    before[i] = [...polynomialOf(others), 0];
    weights[i] = powers(point, taps).map((power) => power / scale);
    for (const [power, value] of powers(point, outputs).entries()) setElement(after, power, i, value);
  }
  before[count - 1] = polynomialOf(points);
  setElement(weights, count - 1, taps - 1, 1);
  setElement(after, outputs - 1, count - 1, 1);
  return balance({ before, weights, after });
}

/** Coefficients of the product of (z - root), lowest power first. */
function polynomialOf(roots: readonly number[]): number[] {
  let coefficients = [1];
  for (const root of roots) {
    coefficients = [0, ...coefficients].map((shifted, i) => shifted - root * (coefficients[i] ?? 0));
  }
  return coefficients;
}

function powers(base: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => base ** i);
}

/** Makes the three factors of each product alike in size, by powers of two, which round nothing. */
function balance({ before, weights, after }: ShortConvolution): ShortConvolution {
  const scales = before.map((row, i) => {
    const column = after.map((outputs) => outputs[i] ?? 0);
    const [b, w, a] = [Math.hypot(...row), Math.hypot(...(weights[i] ?? [])), Math.hypot(...column)];
    const mean = Math.cbrt(b * w * a);
    return { before: powerOfTwo(mean / b), weights: powerOfTwo(mean / w) };
  });
  const scaleRows = (matrix: Matrix, by: 'before' | 'weights') =>
    matrix.map((row, i) => row.map((value) => value * (scales[i]?.[by] ?? 1)));
  return {
    before: scaleRows(before, 'before'),
    weights: scaleRows(weights, 'weights'),
    after: after.map((row) => row.map((value, i) => value / ((scales[i]?.before ?? 1) * (scales[i]?.weights ?? 1)))),
  };
}

function powerOfTwo(near: number): number {
  return 2 ** Math.round(Math.log2(near));
}

function setElement(matrix: number[][], row: number, column: number, value: number): void {
  const elements = matrix[row];
  if (!elements) throw new Error(`no row ${row} in a matrix of ${matrix.length}`);
  elements[column] = value;
}
