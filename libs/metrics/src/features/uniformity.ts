import { countRows, type FeatureRows, unitRows } from './rows';

/** The paper's t. */
const SHARPNESS = 2;

/**
 * Logarithm of the mean Gaussian potential exp(-2 d²) over all pairs of pictures, features taken at length 1: 0 where
 * all pictures have one feature, about -4 where the features lie evenly on the sphere. Wang and Isola, arXiv 2005.10242,
 * section 4.1.2 with t = 2; `uniform_loss` of the authors' code.
 *
 * @throws RangeError for fewer than two rows
 */
export function uniformity(rows: FeatureRows): number {
  const { dimension } = rows;
  const count = countRows(rows);
  if (count < 2) throw new RangeError(`uniformity of ${count} rows`);
  const unit_ND = unitRows(rows);
  let sum = 0;
  for (let i = 1; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let squares = 0;
      for (let d = 0; d < dimension; d++) {
        squares += ((unit_ND[i * dimension + d] ?? 0) - (unit_ND[j * dimension + d] ?? 0)) ** 2;
      }
      sum += Math.exp(-SHARPNESS * squares);
    }
  }
  return Math.log(sum / ((count * (count - 1)) / 2));
}
