/** A Gaussian at each of P positions, over N pictures' D features there (PaDiM, Defard et al., arXiv 2011.08785). */
export type PatchGaussians = {
  positions: number;
  dimension: number;
  /** [P, D] */
  mean: Float32Array;
  /**
   * [P, D, D], lower triangles: W = inverse of the covariance's lower Cholesky factor, so that W' W is the precision and a
   * distance is the length of W (x - mean).
   */
  precisionCholesky: Float32Array;
};

/**
 * Fits a Gaussian a position: the mean, and the covariance (divided by N - 1, as numpy's `cov`) with the regularisation on
 * its diagonal.
 *
 * @param features [N, P, D] row by row
 * @throws RangeError when the shape does not fit or there are fewer than two pictures
 */
export function fitPatchGaussians(
  features: Float32Array,
  shape: readonly [N: number, P: number, D: number],
  regularisation: number,
): PatchGaussians {
  const [N, P, D] = shape;
  if (features.length !== N * P * D) throw new RangeError(`${features.length} features are not [${N}, ${P}, ${D}]`);
  if (N < 2) throw new RangeError('a Gaussian needs two pictures or more');
  const mean = new Float32Array(P * D);
  const precisionCholesky = new Float32Array(P * D * D);
  const centre = new Float64Array(D);
  const rows = new Float64Array(N * D);
  const covariance = new Float64Array(D * D);
  for (let p = 0; p < P; p++) {
    centre.fill(0);
    for (let n = 0; n < N; n++) {
      for (let d = 0; d < D; d++) centre[d] = (centre[d] ?? 0) + (features[(n * P + p) * D + d] ?? 0) / N;
    }
    for (let n = 0; n < N; n++) {
      for (let d = 0; d < D; d++) rows[n * D + d] = (features[(n * P + p) * D + d] ?? 0) - (centre[d] ?? 0);
    }
    covariance.fill(0);
    for (let n = 0; n < N; n++) {
      for (let i = 0; i < D; i++) {
        const scaled = (rows[n * D + i] ?? 0) / (N - 1);
        for (let j = 0; j <= i; j++)
          covariance[i * D + j] = (covariance[i * D + j] ?? 0) + scaled * (rows[n * D + j] ?? 0);
      }
    }
    for (let d = 0; d < D; d++) covariance[d * D + d] = (covariance[d * D + d] ?? 0) + regularisation;
    mean.set(centre, p * D);
    precisionCholesky.set(invertLower(cholesky(covariance, D), D), p * D * D);
  }
  return { positions: P, dimension: D, mean, precisionCholesky };
}

/** Mahalanobis distance of each position of each picture: features [N, P, D] to distances [N, P]. */
export function patchDistances(model: PatchGaussians, features: Float32Array): Float32Array {
  const { positions: P, dimension: D, mean, precisionCholesky } = model;
  const N = features.length / (P * D);
  if (!Number.isInteger(N)) throw new RangeError(`${features.length} features are not pictures of [${P}, ${D}]`);
  const distances = new Float32Array(N * P);
  const offset = new Float64Array(D);
  for (let p = 0; p < P; p++) {
    for (let n = 0; n < N; n++) {
      for (let d = 0; d < D; d++) offset[d] = (features[(n * P + p) * D + d] ?? 0) - (mean[p * D + d] ?? 0);
      let square = 0;
      for (let i = 0; i < D; i++) {
        let sum = 0;
        const row = (p * D + i) * D;
        for (let j = 0; j <= i; j++) sum += (precisionCholesky[row + j] ?? 0) * (offset[j] ?? 0);
        square += sum * sum;
      }
      distances[n * P + p] = Math.sqrt(square);
    }
  }
  return distances;
}

/** Lower factor L with A = L L'; reads the lower triangle. @throws RangeError when A is not positive definite */
function cholesky(a: Float64Array, D: number): Float64Array {
  const lower = new Float64Array(D * D);
  for (let i = 0; i < D; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * D + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i * D + k] ?? 0) * (lower[j * D + k] ?? 0);
      if (i !== j) lower[i * D + j] = sum / (lower[j * D + j] ?? 1);
      else if (sum > 0) lower[i * D + i] = Math.sqrt(sum);
      else throw new RangeError('the covariance is not positive definite: use a larger regularisation');
    }
  }
  return lower;
}

/** The inverse of a lower triangle, a lower triangle too. */
function invertLower(lower: Float64Array, D: number): Float64Array {
  const inverse = new Float64Array(D * D);
  for (let j = 0; j < D; j++) {
    inverse[j * D + j] = 1 / (lower[j * D + j] ?? 1);
    for (let i = j + 1; i < D; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= (lower[i * D + k] ?? 0) * (inverse[k * D + j] ?? 0);
      inverse[i * D + j] = sum / (lower[i * D + i] ?? 1);
    }
  }
  return inverse;
}
