import { symmetricEigen } from '../linalg/symmetricEigen';
import { countRows, type FeatureRows } from './rows';

/** Added to each share, as in the paper. */
const EPSILON = 1e-7;

/**
 * RankMe: how many dimensions the features use, smoothly: exp of the entropy of the singular values' shares. 1 where all
 * lie on one line through the origin, min(N, D) where they fill the space evenly. Garrido et al., arXiv 2210.02885,
 * equation 1. The features are taken as they are, neither centred nor normalised.
 *
 * The singular values are the roots of the eigenvalues of the smaller of ZZ' and Z'Z, in float64; of those below 1e-8 of
 * the largest one nothing is known that way, which moves the result by less than 1e-3.
 *
 * @throws RangeError when there is no row, or nothing but zeros
 */
export function rankMe(rows: FeatureRows): number {
  const count = countRows(rows);
  const { values } = symmetricEigen(gram(rows, count), Math.min(count, rows.dimension));
  const singular = values.map((value) => Math.sqrt(Math.max(0, value)));
  const total = singular.reduce((sum, value) => sum + value, 0);
  if (total === 0) throw new RangeError('rankMe of features that are all 0');
  let entropy = 0;
  for (const value of singular) {
    const share = value / total + EPSILON;
    entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}

/** ZZ' [N, N] or Z'Z [D, D], whichever is smaller. */
function gram({ values, dimension }: FeatureRows, count: number): Float64Array {
  const z_ND = Float64Array.from(values);
  const isWide = dimension > count;
  const size = Math.min(count, dimension);
  const length = Math.max(count, dimension);
  // Rows of what is multiplied lie one after the other in memory.
  const rows = isWide ? z_ND : transposed(z_ND, count, dimension);
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += (rows[i * length + k] ?? 0) * (rows[j * length + k] ?? 0);
      product[i * size + j] = sum;
      product[j * size + i] = sum;
    }
  }
  return product;
}

function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j] ?? 0;
  }
  return result;
}
