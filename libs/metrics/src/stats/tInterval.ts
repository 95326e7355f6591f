import { mean, standardDeviation } from './mean';
import { studentTQuantile } from './studentT';

export type TInterval = { mean: number; std: number; low: number; high: number };

/** Mean with the interval that holds the true mean with probability `level`, by Student's t; null below two values. */
export function tInterval(values: readonly number[], level = 0.95): TInterval | null {
  const std = standardDeviation(values);
  if (std === null) return null;
  const centre = mean(values);
  const half = (studentTQuantile((1 + level) / 2, values.length - 1) * std) / Math.sqrt(values.length);
  return { mean: centre, std, low: centre - half, high: centre + half };
}
