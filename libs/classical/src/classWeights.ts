export type ClassWeights = 'none' | 'balanced';

/** N / (classes with rows * rows of the class), as scikit-learn's `balanced`. */
export function balancedWeights(counts: Int32Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  return Float64Array.from(counts, (count) => (count > 0 ? total / (present * count) : 0));
}
