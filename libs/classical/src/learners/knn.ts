import { findNeighbours } from './neighbours';
import { type ClassRows, countLabels, countRows, widthOf } from './rows';

export type Knn = {
  dimension: number;
  classes: number;
  k: number;
  /** `distance`: a neighbour weighs one over its distance; those at no distance at all then count alone. */
  weights: 'uniform' | 'distance';
  /** [N, D] */
  known: Float32Array;
  labels: Int32Array;
};

/** Keeps the rows; fewer rows than k are all neighbours. */
export function trainKnn(options: ClassRows & Pick<Knn, 'k' | 'weights'>): Knn {
  const { features, labels, classes, k, weights } = options;
  countLabels(options);
  const dimension = widthOf(features, labels.length);
  return {
    dimension,
    classes,
    k: Math.min(k, labels.length),
    weights,
    known: features,
    labels: Int32Array.from(labels),
  };
}

/** Shares of the k nearest rows' weights, [N, classes], as scikit-learn's `KNeighborsClassifier`. */
export function knnScores(
  { dimension, classes, k, weights, known, labels }: Knn,
  features: Float32Array,
): Float64Array {
  const N = countRows(features, dimension);
  const { places, distances } = findNeighbours(known, features, { D: dimension, k });
  const scores = new Float64Array(N * classes);
  for (let i = 0; i < N; i++) {
    const isMet = distances[i * k] === 0;
    let total = 0;
    for (let at = i * k; at < (i + 1) * k; at++) {
      const distance = distances[at] ?? 0;
      const weight = weights === 'uniform' ? 1 : isMet ? Number(distance === 0) : 1 / distance;
      const to = i * classes + (labels[places[at] ?? 0] ?? 0);
      scores[to] = (scores[to] ?? 0) + weight;
      total += weight;
    }
    for (let c = 0; c < classes; c++) scores[i * classes + c] = (scores[i * classes + c] ?? 0) / total;
  }
  return scores;
}
