import { mean, variance } from './mean';
import { type PairedTTest, pairDifferences, tFinding } from './pairedTTest';
import { cannotSay, type Wording } from './says';

export type Folds = {
  /** Figures of a, one a fold; for repeated cross-validation the folds of all repetitions one after another. */
  a: readonly number[];
  b: readonly number[];
  /** Pictures (or groups) that a fold trains on and tests on. */
  train: number;
  test: number;
};

/**
 * The corrected resampled t test (Nadeau and Bengio 2003, Machine Learning 52:239, equation 9) for figures of the same
 * folds: training sets overlap, so the plain paired t test finds differences far too often; the variance is raised from
 * 1/J to 1/J + test/train. With J = folds × repetitions it is the corrected repeated k-fold test (Bouckaert and Frank
 * 2004), which is to be preferred over one round of folds.
 *
 * The correction is a rule of thumb, not a theorem: with k folds it still errs somewhat, mostly on the safe side. It
 * does not apply to seeds on one split (`pairedTTest`, `welchTest`).
 */
export function resampledTTest({ a, b, train, test }: Folds, wording: Wording = {}): PairedTTest {
  if (!(train > 0 && test > 0)) throw new RangeError(`folds train and test on pictures, not on ${train} and ${test}`);
  const differences = pairDifferences(a, b);
  const spread = variance(differences);
  if (spread === null)
    return { ...cannotSay('fewer than two folds', differences[0] ?? null, wording), t: null, df: null };
  const effect = mean(differences);
  if (spread === 0)
    return { ...cannotSay('every fold differs alike, so no spread can be told', effect, wording), t: null, df: null };
  const error = Math.sqrt((1 / differences.length + test / train) * spread);
  return tFinding({ effect, error, df: differences.length - 1, over: 'folds' }, wording);
}
