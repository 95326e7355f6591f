import type { ClassWeights } from '../classWeights';
import { minimiseNewton } from './newton';
import { type ClassRows, countLabels, countRows, weightsOfClasses, widthOf } from './rows';

export type LogisticOptions = ClassRows & {
  /** Weight of the loss against the penalty, as scikit-learn's `C`. */
  c: number;
  classWeights?: ClassWeights;
  /** Newton steps at most. */
  maxIterations?: number;
};

/** Two classes: one row of weights, for the second. More: a row each. */
export type LogisticRegression = {
  dimension: number;
  classes: number;
  /** [1 or classes, D] */
  weights: Float64Array;
  /** [1 or classes] */
  bias: Float64Array;
  converged: boolean;
};

/**
 * min c sum_i s_i -log p(y_i | x_i) + 1/2 |W|^2, the bias free: scikit-learn's `LogisticRegression`, softmax for more than
 * two classes. Every class needs a row.
 *
 * @throws RangeError when the lengths do not fit or fewer than two classes have rows
 */
export function trainLogisticRegression(options: LogisticOptions): LogisticRegression {
  const { features, labels, classes, c, classWeights = 'none', maxIterations = 1000 } = options;
  const N = labels.length;
  const D = widthOf(features, N);
  const ofClass = weightsOfClasses(countLabels(options), classWeights);
  const costs = Float64Array.from({ length: N }, (_, i) => c * (ofClass[labels[i] ?? 0] ?? 1));
  const K = classes === 2 ? 1 : classes;
  const shape = { features, N, D, K };
  const size = K * (D + 1);
  const shares = new Float64Array(N * K);

  const { x: found, converged } = minimiseNewton({
    start: new Float64Array(size),
    maxIterations,
    evaluate(theta, gradient) {
      const z_NK = products(shape, theta);
      let value = 0;
      for (let i = 0; i < N; i++) {
        const cost = costs[i] ?? 0;
        const label = labels[i] ?? 0;
        value += cost * lossOf(z_NK, i, K, label);
        fillShares(shares, z_NK, i, K);
        for (let k = 0; k < K; k++) {
          const isIt = K === 1 ? label === 1 : label === k;
          z_NK[i * K + k] = cost * ((shares[i * K + k] ?? 0) - (isIt ? 1 : 0));
        }
      }
      addTransposed(shape, z_NK, gradient);
      for (let k = 0; k < K; k++) {
        for (let d = 0; d < D; d++) {
          const weight = theta[k * (D + 1) + d] ?? 0;
          value += 0.5 * weight * weight;
          gradient[k * (D + 1) + d] = (gradient[k * (D + 1) + d] ?? 0) + weight;
        }
      }
      return value;
    },
    curve(direction, result) {
      const z_NK = products(shape, direction);
      for (let i = 0; i < N; i++) {
        const cost = costs[i] ?? 0;
        let mean = 0;
        for (let k = 0; k < K; k++) mean += (shares[i * K + k] ?? 0) * (z_NK[i * K + k] ?? 0);
        for (let k = 0; k < K; k++) {
          // Of two classes the share p alone is kept, whose variance is p (1 - p).
          const share = shares[i * K + k] ?? 0;
          const apart = (z_NK[i * K + k] ?? 0) * (K === 1 ? 1 - share : 1) - (K === 1 ? 0 : mean);
          z_NK[i * K + k] = cost * share * apart;
        }
      }
      addTransposed(shape, z_NK, result);
      for (let k = 0; k < K; k++) {
        for (let d = 0; d < D; d++) {
          result[k * (D + 1) + d] = (result[k * (D + 1) + d] ?? 0) + (direction[k * (D + 1) + d] ?? 0);
        }
      }
    },
  });
  const weights = new Float64Array(K * D);
  const bias = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    weights.set(found.subarray(k * (D + 1), k * (D + 1) + D), k * D);
    bias[k] = found[k * (D + 1) + D] ?? 0;
  }
  return { dimension: D, classes, weights, bias, converged };
}

/** Probabilities [N, classes]. */
export function logisticScores(model: LogisticRegression, features: Float32Array): Float64Array {
  const { dimension: D, classes, weights, bias } = model;
  const K = bias.length;
  const theta = new Float64Array(K * (D + 1));
  for (let k = 0; k < K; k++) {
    theta.set(weights.subarray(k * D, (k + 1) * D), k * (D + 1));
    theta[k * (D + 1) + D] = bias[k] ?? 0;
  }
  const N = countRows(features, D);
  const z_NK = products({ features, N, D, K }, theta);
  const scores = new Float64Array(N * classes);
  if (K > 1) for (let i = 0; i < N; i++) fillShares(scores, z_NK, i, K);
  else {
    for (let i = 0; i < N; i++) {
      scores[2 * i] = sigmoid(-(z_NK[i] ?? 0));
      scores[2 * i + 1] = sigmoid(z_NK[i] ?? 0);
    }
  }
  return scores;
}

type Shape = { features: Float32Array; N: number; D: number; K: number };

/** w_k'x_i + b_k: [N, K] */
function products({ features, N, D, K }: Shape, theta: Float64Array): Float64Array {
  const z_NK = new Float64Array(N * K);
  for (let i = 0; i < N; i++) {
    for (let k = 0; k < K; k++) {
      const at = k * (D + 1);
      let sum = theta[at + D] ?? 0;
      for (let d = 0; d < D; d++) sum += (theta[at + d] ?? 0) * (features[i * D + d] ?? 0);
      z_NK[i * K + k] = sum;
    }
  }
  return z_NK;
}

/** result_k = sum_i r_ik (x_i, 1) */
function addTransposed({ features, N, D, K }: Shape, r_NK: Float64Array, result: Float64Array): void {
  result.fill(0);
  for (let i = 0; i < N; i++) {
    for (let k = 0; k < K; k++) {
      const factor = r_NK[i * K + k] ?? 0;
      if (factor === 0) continue;
      const at = k * (D + 1);
      for (let d = 0; d < D; d++) result[at + d] = (result[at + d] ?? 0) + factor * (features[i * D + d] ?? 0);
      result[at + D] = (result[at + D] ?? 0) + factor;
    }
  }
}

function lossOf(z_NK: Float64Array, i: number, K: number, label: number): number {
  if (K === 1) {
    const margin = (label === 1 ? 1 : -1) * (z_NK[i] ?? 0);
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < K; k++) most = Math.max(most, z_NK[i * K + k] ?? 0);
  let sum = 0;
  for (let k = 0; k < K; k++) sum += Math.exp((z_NK[i * K + k] ?? 0) - most);
  return Math.log(sum) + most - (z_NK[i * K + label] ?? 0);
}

/** Row i of the shares: softmax, or of two classes the second's. */
function fillShares(shares: Float64Array, z_NK: Float64Array, i: number, K: number): void {
  if (K === 1) {
    shares[i] = sigmoid(z_NK[i] ?? 0);
    return;
  }
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < K; k++) most = Math.max(most, z_NK[i * K + k] ?? 0);
  let sum = 0;
  for (let k = 0; k < K; k++) {
    const share = Math.exp((z_NK[i * K + k] ?? 0) - most);
    shares[i * K + k] = share;
    sum += share;
  }
  for (let k = 0; k < K; k++) shares[i * K + k] = (shares[i * K + k] ?? 0) / sum;
}

function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}
