import { mean, standardDeviation } from './mean';
import { studentTQuantile } from './studentT';
import type { TInterval } from './tInterval';

/**
 * Mean of the figures of a cross-validation's folds with an interval by Student's t whose variance is raised from 1/J to
 * 1/J + test/train, since the folds share training pictures (Nadeau and Bengio 2003, Machine Learning 52:239): the interval
 * that `resampledTTest` gives a difference, of one figure. Null below two folds.
 *
 * @param values one a fold; for repeated cross-validation the folds of all repetitions
 * @param sizes pictures that a fold trains on and tests on
 */
export function resampledInterval(
  values: readonly number[],
  { train, test }: { train: number; test: number },
  level = 0.95,
): TInterval | null {
  if (!(train > 0 && test > 0)) throw new RangeError(`folds train and test on pictures, not on ${train} and ${test}`);
  const std = standardDeviation(values);
  if (std === null) return null;
  const centre = mean(values);
  const error = Math.sqrt(1 / values.length + test / train) * std;
  const half = studentTQuantile((1 + level) / 2, values.length - 1) * error;
  return { mean: centre, std, low: centre - half, high: centre + half };
}
