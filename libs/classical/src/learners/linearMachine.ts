import type { ClassWeights } from '../classWeights';
import { MAX_PRODUCT_ROWS, rowProducts, rowSquares, solveByProducts, solveByRows } from '../dualDescent';
import { countLabels, countRows, weightsOfClasses, widthOf } from './rows';

export type LinearMachineOptions = {
  /** [N, D] row by row, on one scale. */
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

/** One-vs-rest linear machine. */
export type LinearMachine = {
  dimension: number;
  classes: number;
  /** [classes, D] */
  weights: Float32Array;
  /** [classes] */
  bias: Float32Array;
  /** Whether each class reached the tolerance within the passes. */
  converged: boolean[];
};

/**
 * L2-regularised squared-hinge machine by dual coordinate descent (C.-J. Hsieh et al., ICML 2008), one against the rest:
 * the optimum of scikit-learn's `LinearSVC()`, which also penalises the bias as one more weight.
 * A class without a row gets a decision below all others.
 *
 * @throws RangeError when the lengths do not fit or fewer than two classes have rows
 */
export function trainLinearMachine(options: LinearMachineOptions): LinearMachine {
  const { features, labels, classes, c, maxIterations = 1000, classWeights = 'none', seed = 0 } = options;
  const N = labels.length;
  const D = widthOf(features, N);
  const counts = countLabels(options);
  const classWeight = weightsOfClasses(counts, classWeights);
  const rows = { x_ND: features, N, D };
  // With fewer rows than features the rows' products are cheaper than the features, and all classes share them.
  const products = N <= Math.min(2 * D, MAX_PRODUCT_ROWS) ? rowProducts(rows) : undefined;
  const squares = rowSquares(rows);
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
    const problem = { rows, signs, costs, squares, maxIterations, tolerance, seed: seed * 7919 + k };
    const solved = products ? solveByProducts({ ...problem, products }) : solveByRows(problem);
    weights.set(solved.w.subarray(0, D), k * D);
    bias[k] = solved.w[D] ?? 0;
    converged.push(solved.converged);
  }
  return { dimension: D, classes, weights, bias, converged };
}

/** Decision values [N, classes] row by row; the largest is the predicted class. */
export function linearDecisions(machine: LinearMachine, features: Float32Array): Float32Array {
  const { dimension: D, classes, weights, bias } = machine;
  const N = countRows(features, D);
  const decisions = new Float32Array(N * classes);
  for (let i = 0; i < N; i++) {
    for (let k = 0; k < classes; k++) {
      let sum = bias[k] ?? 0;
      for (let d = 0; d < D; d++) sum += (features[i * D + d] ?? 0) * (weights[k * D + d] ?? 0);
      decisions[i * classes + k] = sum;
    }
  }
  return decisions;
}
