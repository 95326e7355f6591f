import { balancedWeights, type ClassWeights } from './classWeights';
import { createRandom } from './random';
import { applyStandardiser, fitStandardiser, type Standardiser } from './standardise';

export type LinearSvmOptions = {
  /** [N, D] row by row. */
  features: Float32Array;
  /** Class of each row, 0 to classes - 1. */
  labels: ArrayLike<number>;
  classes: number;
  /** Weight of the loss against the penalty, as scikit-learn's `C`. */
  c: number;
  /** Passes over the rows at most, for each class. */
  maxIterations?: number;
  classWeights?: ClassWeights;
  /** Of the order in which rows are visited. */
  seed?: number;
  /** Stops when the projected gradients of a pass differ by less. */
  tolerance?: number;
};

/** One-vs-rest linear machine on standardised features. */
export type LinearSvm = {
  dimension: number;
  classes: number;
  standardiser: Standardiser;
  /** [classes, D], on standardised features. */
  weights: Float32Array;
  /** [classes] */
  bias: Float32Array;
  /** Whether each class reached the tolerance within the passes. */
  converged: boolean[];
};

/**
 * L2-regularised squared-hinge machine by dual coordinate descent (C.-J. Hsieh et al., ICML 2008), one against the rest:
 * the optimum of scikit-learn's `LinearSVC()` after `StandardScaler`, which also penalises the bias as one more weight.
 * A class without a row gets a decision below all others.
 *
 * @throws RangeError when the lengths do not fit or fewer than two classes have rows
 */
export function trainLinearSvm(options: LinearSvmOptions): LinearSvm {
  const { features, labels, classes, c, maxIterations = 1000, classWeights = 'none', seed = 0 } = options;
  const N = labels.length;
  const D = features.length / N;
  if (N === 0 || !Number.isInteger(D)) throw new RangeError(`${features.length} features do not fit ${N} labels`);
  const counts = new Int32Array(classes);
  for (const label of Array.from(labels)) {
    if (!(label >= 0 && label < classes)) throw new RangeError(`label ${label} is not one of ${classes} classes`);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  if (counts.filter((count) => count > 0).length < 2) throw new RangeError('training needs two classes or more');
  const standardiser = fitStandardiser(features, N, D);
  const x_ND = applyStandardiser(standardiser, features);
  const classWeight = classWeights === 'balanced' ? balancedWeights(counts) : new Float64Array(classes).fill(1);
  const squares = rowSquares(x_ND, N, D);
  const weights = new Float32Array(classes * D);
  const bias = new Float32Array(classes);
  const converged: boolean[] = [];
  for (let k = 0; k < classes; k++) {
    if (counts[k] === 0) {
      bias[k] = -1e6;
      converged.push(true);
      continue;
    }
    const signs = Float64Array.from({ length: N }, (_, i) => (labels[i] === k ? 1 : -1));
    // As liblinear: with two classes each side has its own weight, with more the rest weighs 1.
    const costs = Float64Array.from(signs, (sign, i) => {
      if (classes === 2) return c * (classWeight[labels[i] ?? 0] ?? 1);
      return c * (sign > 0 ? (classWeight[k] ?? 1) : 1);
    });
    const tolerance = options.tolerance ?? 1e-3;
    const solved = solve({ x_ND, N, D, signs, costs, squares, maxIterations, tolerance, seed: seed * 7919 + k });
    weights.set(solved.w.subarray(0, D), k * D);
    bias[k] = solved.w[D] ?? 0;
    converged.push(solved.converged);
  }
  return { dimension: D, classes, standardiser, weights, bias, converged };
}

/** Decision values [N, classes] row by row; the largest is the predicted class. */
export function decisionValues(svm: LinearSvm, features: Float32Array): Float32Array {
  const { dimension: D, classes, standardiser, weights, bias } = svm;
  const N = features.length / D;
  if (!Number.isInteger(N)) throw new RangeError(`${features.length} features are not rows of ${D}`);
  const x_ND = applyStandardiser(standardiser, features);
  const decisions = new Float32Array(N * classes);
  for (let i = 0; i < N; i++) {
    for (let k = 0; k < classes; k++) {
      let sum = bias[k] ?? 0;
      for (let d = 0; d < D; d++) sum += (x_ND[i * D + d] ?? 0) * (weights[k * D + d] ?? 0);
      decisions[i * classes + k] = sum;
    }
  }
  return decisions;
}

type Problem = {
  x_ND: Float32Array;
  N: number;
  D: number;
  /** +1 for the class, -1 for the rest. */
  signs: Float64Array;
  /** C of each row. */
  costs: Float64Array;
  squares: Float64Array;
  maxIterations: number;
  tolerance: number;
  seed: number;
};

/** min 1/2 w'w + sum_i C_i max(0, 1 - y_i w'x_i)^2; the last weight is the bias, whose feature is 1. */
function solve({ x_ND, N, D, signs, costs, squares, maxIterations, tolerance, seed }: Problem): {
  w: Float64Array;
  converged: boolean;
} {
  const w = new Float64Array(D + 1);
  const alpha = new Float64Array(N);
  const random = createRandom(seed);
  const order = Int32Array.from({ length: N }, (_, i) => i);
  for (let pass = 0; pass < maxIterations; pass++) {
    let [largest, smallest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let i = N - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    for (const i of order) {
      const [y, a] = [signs[i] ?? 1, alpha[i] ?? 0];
      const diagonal = 1 / (2 * (costs[i] ?? 1));
      const at = i * D;
      let dot = w[D] ?? 0;
      for (let d = 0; d < D; d++) dot += (w[d] ?? 0) * (x_ND[at + d] ?? 0);
      const gradient = y * dot - 1 + diagonal * a;
      const projected = a === 0 ? Math.min(gradient, 0) : gradient;
      largest = Math.max(largest, projected);
      smallest = Math.min(smallest, projected);
      if (Math.abs(projected) < 1e-12) continue;
      const next = Math.max(0, a - gradient / ((squares[i] ?? 0) + 1 + diagonal));
      alpha[i] = next;
      const step = (next - a) * y;
      for (let d = 0; d < D; d++) w[d] = (w[d] ?? 0) + step * (x_ND[at + d] ?? 0);
      w[D] = (w[D] ?? 0) + step;
    }
    if (largest - smallest <= tolerance) return { w, converged: true };
  }
  return { w, converged: false };
}

function rowSquares(x_ND: Float32Array, N: number, D: number): Float64Array {
  return Float64Array.from({ length: N }, (_, i) => {
    let sum = 0;
    for (let d = 0; d < D; d++) sum += (x_ND[i * D + d] ?? 0) ** 2;
    return sum;
  });
}
