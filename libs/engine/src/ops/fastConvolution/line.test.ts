import { expect, test } from 'vitest';
import { fastestLine } from './line';
import type { Matrix } from './matrix';

const SIZES = Array.from({ length: 20 }, (_, i) => i + 1);

const multiply = (matrix: Matrix, vector: readonly number[]) =>
  matrix.map((row) => row.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0));

/** y[i] = sum over k of x[stride · i + k - 1] · w[k], with zeros outside. */
function plain(x: readonly number[], w: readonly number[], stride: number): number[] {
  return Array.from({ length: Math.ceil(x.length / stride) }, (_, i) =>
    w.reduce((sum, weight, k) => sum + weight * (x[stride * i + k - 1] ?? 0), 0),
  );
}

test.each([1, 2] as const)('with stride %i it is the convolution of three taps, at every size', (stride) => {
  for (const size of SIZES) {
    const x = Array.from({ length: size }, (_, i) => Math.sin(3 * i + 1));
    const w = [0.3, -1.1, 0.7];
    const { tiles, products, before, weights, after } = fastestLine(size, stride);
    const inputs = multiply(before, x);
    const factors = multiply(weights, w);
    const found = multiply(
      after,
      inputs.map((value, i) => value * (factors[i % products] ?? 0)),
    );
    expect(inputs).toHaveLength(tiles * products);
    for (const [i, value] of plain(x, w, stride).entries()) expect(found[i], `size ${size}`).toBeCloseTo(value, 12);
  }
});

test.each([
  [1, 1, 1],
  [2, 1, 3],
  [3, 1, 5],
  [4, 1, 6],
  [8, 1, 12],
  [16, 1, 24],
  [4, 2, 5],
  [8, 2, 9],
] as const)('%i pixels at stride %i take %i products', (size, stride, count) => {
  const { tiles, products } = fastestLine(size, stride);
  expect(tiles * products).toBe(count);
});
