/** Arithmetic mean; fails on no values. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('mean of no values');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample variance, divided by n - 1; null below two values. */
export function variance(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  // The mean of three times 0.8 is not 0.8, and a spread of rounding errors would make any difference sure.
  if (values.every((value) => value === values[0])) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** Sample standard deviation, divided by n - 1; null below two values. */
export function standardDeviation(values: readonly number[]): number | null {
  const square = variance(values);
  return square === null ? null : Math.sqrt(square);
}
