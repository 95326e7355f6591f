/** Numbers that are summed by eight accumulators at once. */
const BLOCK = 128;

/**
 * The mean with pairwise summation in numpy's order, whose rounding error grows with the logarithm of the length and
 * whose last bits are numpy's; NaN of nothing.
 */
export function pairwiseMean(values: Float64Array): number {
  return values.length === 0 ? Number.NaN : pairwiseSum(values, 0, values.length) / values.length;
}

function pairwiseSum(values: Float64Array, start: number, length: number): number {
  if (length > BLOCK) {
    const half = Math.floor(length / 2);
    const left = half - (half % 8);
    return pairwiseSum(values, start, left) + pairwiseSum(values, start + left, length - left);
  }
  const at = (i: number): number => values[start + i] ?? 0;
  if (length < 8) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += at(i);
    return sum;
  }
  const sums = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)] as const;
  let [a, b, c, d, e, f, g, h] = sums;
  const whole = length - (length % 8);
  for (let i = 8; i < whole; i += 8) {
    a += at(i);
    b += at(i + 1);
    c += at(i + 2);
    d += at(i + 3);
    e += at(i + 4);
    f += at(i + 5);
    g += at(i + 6);
    h += at(i + 7);
  }
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < length; i++) sum += at(i);
  return sum;
}
