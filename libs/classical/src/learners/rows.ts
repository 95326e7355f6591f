import { balancedWeights, type ClassWeights } from '../classWeights';

/** Rows of features with a class each. */
export type ClassRows = {
  /** [N, D] row by row. */
  features: Float32Array;
  /** Class of each row, 0 to classes - 1. */
  labels: ArrayLike<number>;
  classes: number;
};

/** @throws RangeError when the features are no whole rows */
export function widthOf(features: Float32Array, N: number): number {
  const D = features.length / N;
  if (N > 0 && Number.isInteger(D) && D > 0) return D;
  throw new RangeError(`${features.length} features do not fit ${N} rows`);
}

/** Rows of D features. @throws RangeError when they are no whole rows */
export function countRows(features: Float32Array, D: number): number {
  const N = features.length / D;
  if (Number.isInteger(N)) return N;
  throw new RangeError(`${features.length} features are not rows of ${D}`);
}

/** Rows of each class. @throws RangeError when a label is out of range or fewer than two classes have rows */
export function countLabels({ labels, classes }: Pick<ClassRows, 'labels' | 'classes'>): Int32Array {
  const counts = new Int32Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? -1;
    if (!(label >= 0 && label < classes)) throw new RangeError(`label ${label} is not one of ${classes} classes`);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  if (counts.filter((count) => count > 0).length < 2) throw new RangeError('training needs two classes or more');
  return counts;
}

/** The weight of each class by the rows that it has. */
export function weightsOfClasses(counts: Int32Array, classWeights: ClassWeights): Float64Array {
  return classWeights === 'balanced' ? balancedWeights(counts) : new Float64Array(counts.length).fill(1);
}

/** The rows at these places. */
export function pickRows(features: Float32Array, D: number, places: ArrayLike<number>): Float32Array {
  const picked = new Float32Array(places.length * D);
  for (let i = 0; i < places.length; i++) {
    const from = (places[i] ?? 0) * D;
    picked.set(features.subarray(from, from + D), i * D);
  }
  return picked;
}
