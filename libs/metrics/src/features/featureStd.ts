import { countRows, type FeatureRows, unitRows } from './rows';

/**
 * Mean over the dimensions of the standard deviation that a feature has over the pictures, features taken at length 1.
 * Where all pictures have one feature it is 0; where the features lie evenly on the sphere it is about 1 / sqrt(D).
 * SimSiam (arXiv 2011.10566, section 4.1, figure 2); the deviation is the unbiased one, as `torch.std`.
 *
 * @throws RangeError for fewer than two rows
 */
export function featureStd(rows: FeatureRows): number {
  const { dimension } = rows;
  const count = countRows(rows);
  if (count < 2) throw new RangeError(`featureStd of ${count} rows`);
  const unit_ND = unitRows(rows);
  let sum = 0;
  for (let d = 0; d < dimension; d++) {
    let mean = 0;
    for (let n = 0; n < count; n++) mean += (unit_ND[n * dimension + d] ?? 0) / count;
    let squares = 0;
    for (let n = 0; n < count; n++) squares += ((unit_ND[n * dimension + d] ?? 0) - mean) ** 2;
    sum += Math.sqrt(squares / (count - 1));
  }
  return sum / dimension;
}
