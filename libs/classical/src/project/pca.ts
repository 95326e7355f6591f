import { symmetricEigen } from '@assay/metrics';
import { countPoints, type Points } from './points';

export type Pca = {
  /** [N, components] */
  coordinates: Float64Array;
  /** [components, D], each of length 1; its entry of the largest size is positive. */
  axes: Float64Array;
  /** [D] */
  mean: Float64Array;
  /** Share of the variance along each axis. */
  explained: number[];
};

/**
 * Principal components: scikit-learn's `PCA(svd_solver="full")`, with the sign that makes the largest entry of each axis
 * positive. The axes are eigenvectors of the covariance, or of the rows' products where there are fewer rows than
 * dimensions.
 *
 * @throws RangeError for fewer than two points
 */
export function pca(points: Points, components = 2): Pca {
  const count = countPoints(points);
  const { dimension } = points;
  if (count < 2) throw new RangeError(`pca of ${count} points`);
  const { centred_ND, mean } = centre(points, count);
  const isWide = dimension > count;
  const size = isWide ? count : dimension;
  const { values, vectors } = symmetricEigen(products(centred_ND, { count, dimension, isWide }), size, {
    vectors: true,
  });
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);

  const axes = new Float64Array(components * dimension);
  for (let c = 0; c < Math.min(components, size); c++) {
    const vector = vectors?.subarray(c * size, (c + 1) * size) ?? new Float64Array(size);
    const axis = isWide ? backToSpace(vector, centred_ND, dimension) : Float64Array.from(vector);
    axes.set(withSign(unit(axis)), c * dimension);
  }
  return {
    coordinates: placeOn(axes, centred_ND, { count, dimension, components }),
    axes,
    mean,
    explained: Array.from({ length: components }, (_, c) => (total > 0 ? Math.max(0, values[c] ?? 0) / total : 0)),
  };
}

function centre({ values, dimension }: Points, count: number) {
  const mean = new Float64Array(dimension);
  for (let i = 0; i < values.length; i++) mean[i % dimension] = (mean[i % dimension] ?? 0) + (values[i] ?? 0) / count;
  return { mean, centred_ND: Float64Array.from(values, (value, i) => value - (mean[i % dimension] ?? 0)) };
}

type Shape = { count: number; dimension: number };

/** X'X [D, D], or XX' [N, N]. */
function products(x_ND: Float64Array, { count, dimension, isWide }: Shape & { isWide: boolean }): Float64Array {
  const size = isWide ? count : dimension;
  const result = new Float64Array(size * size);
  if (isWide) {
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let d = 0; d < dimension; d++) sum += (x_ND[i * dimension + d] ?? 0) * (x_ND[j * dimension + d] ?? 0);
        result[i * size + j] = sum;
      }
    }
    return result;
  }
  for (let n = 0; n < count; n++) {
    const row = x_ND.subarray(n * dimension, (n + 1) * dimension);
    for (let i = 0; i < dimension; i++) {
      const value = row[i] ?? 0;
      for (let j = 0; j <= i; j++) result[i * size + j] = (result[i * size + j] ?? 0) + value * (row[j] ?? 0);
    }
  }
  return result;
}

/** X'v: the direction in the space of the features that belongs to an eigenvector of XX'. */
function backToSpace(vector: Float64Array, x_ND: Float64Array, dimension: number): Float64Array {
  const axis = new Float64Array(dimension);
  for (const [n, weight] of vector.entries()) {
    for (let d = 0; d < dimension; d++) axis[d] = (axis[d] ?? 0) + weight * (x_ND[n * dimension + d] ?? 0);
  }
  return axis;
}

/** Of length 1; what has no length points nowhere. */
function unit(axis: Float64Array): Float64Array {
  const length = Math.sqrt(axis.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? axis.map((value) => value / length) : axis;
}

function withSign(axis: Float64Array): Float64Array {
  let largest = 0;
  for (const value of axis) if (Math.abs(value) > Math.abs(largest) + 1e-12) largest = value;
  return largest < 0 ? axis.map((value) => -value) : axis;
}

function placeOn(
  axes: Float64Array,
  x_ND: Float64Array,
  { count, dimension, components }: Shape & { components: number },
): Float64Array {
  const coordinates = new Float64Array(count * components);
  for (let n = 0; n < count; n++) {
    for (let c = 0; c < components; c++) {
      let sum = 0;
      for (let d = 0; d < dimension; d++) sum += (x_ND[n * dimension + d] ?? 0) * (axes[c * dimension + d] ?? 0);
      coordinates[n * components + c] = sum;
    }
  }
  return coordinates;
}
