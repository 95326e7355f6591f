import { minimise } from './lbfgs';

export type LinearProbeData = {
  /** [N, D], row by row. */
  features: Float32Array;
  /** [N], each in [0, classes). */
  labels: ArrayLike<number>;
  classes: number;
  /** Inverse strength of the L2 penalty. */
  c: number;
  maxIterations: number;
};

/** Logistic regression on standardised features. All plain arrays, ready to be stored. */
export type LinearProbe = {
  classes: number;
  /** [D]: taken off each feature, then it is divided by `deviation`. */
  mean: Float64Array;
  deviation: Float64Array;
  /** The classes that were there to learn from, ascending; all others score 0. */
  seen: number[];
  /** [rows, D] and [rows]: one row a seen class, or a single row (for the second class) when there are two. */
  weights: Float64Array;
  bias: Float64Array;
  isConverged: boolean;
};

/**
 * Multinomial logistic regression with an L2 penalty on the weights, not on the bias, after standardising each feature:
 * scikit-learn's `make_pipeline(StandardScaler(), LogisticRegression(C=c))`, solved by L-BFGS to a tighter tolerance.
 * As there, two classes make one row (a sigmoid) and more make a softmax.
 *
 * @throws Error when the labels hold fewer than two classes
 */
export function fitLinearProbe({ features, labels, classes, c, maxIterations }: LinearProbeData): LinearProbe {
  const count = labels.length;
  const dimension = features.length / Math.max(count, 1);
  if (!Number.isInteger(dimension)) {
    throw new Error(`fitLinearProbe: ${features.length} values are no rows of ${count} pictures`);
  }
  const seen = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  if (seen.length < 2) throw new Error('fitLinearProbe: the labels hold fewer than two classes');
  const rows = seen.length === 2 ? 1 : seen.length;
  const place = new Map(seen.map((label, i) => [label, i]));
  const targets = Int32Array.from(labels, (label) => place.get(label) ?? 0);

  const { mean, deviation } = columnStatistics(features, dimension);
  const x_ND = standardise(features, mean, deviation);
  const logits = new Float64Array(rows);

  const objective = (w: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let loss = 0;
    for (let n = 0; n < count; n++) {
      scoreRow({ x: x_ND, at: n * dimension, w, bias: w.subarray(rows * dimension), dimension, into: logits });
      // From here on `logits` holds the loss's slope in each logit.
      loss += rows === 1 ? sigmoidLoss(logits, targets[n] ?? 0) : softmaxLoss(logits, targets[n] ?? 0);
      for (let r = 0; r < rows; r++) {
        const slope = logits[r] ?? 0;
        const row = r * dimension;
        for (let d = 0; d < dimension; d++) {
          gradient[row + d] = (gradient[row + d] ?? 0) + slope * (x_ND[n * dimension + d] ?? 0);
        }
        gradient[rows * dimension + r] = (gradient[rows * dimension + r] ?? 0) + slope;
      }
    }
    // Divided by N, so that the tolerance means the same at every size.
    const penalty = 1 / (c * count);
    let squares = 0;
    for (let i = 0; i < w.length; i++) {
      const decay = i < rows * dimension ? penalty * (w[i] ?? 0) : 0;
      gradient[i] = (gradient[i] ?? 0) / count + decay;
      squares += decay * (w[i] ?? 0);
    }
    return loss / count + squares / 2;
  };

  const start = new Float64Array(rows * (dimension + 1));
  const { x, isConverged } = minimise(objective, start, { maxIterations, gradientTolerance: 1e-7 });
  const weights = x.slice(0, rows * dimension);
  return { classes, mean, deviation, seen, weights, bias: x.slice(rows * dimension), isConverged };
}

/** Probabilities of all classes, a row a picture. */
export function linearProbeScores(probe: LinearProbe, features: Float32Array): number[][] {
  const dimension = probe.mean.length;
  const x_ND = standardise(features, probe.mean, probe.deviation);
  const logits = new Float64Array(probe.bias.length);
  return Array.from({ length: features.length / dimension }, (_, n) => {
    scoreRow({ x: x_ND, at: n * dimension, w: probe.weights, bias: probe.bias, dimension, into: logits });
    const shares = logits.length === 1 ? sigmoidShares(logits[0] ?? 0) : softmaxShares(logits);
    const scores = new Array<number>(probe.classes).fill(0);
    for (const [i, label] of probe.seen.entries()) scores[label] = shares[i] ?? 0;
    return scores;
  });
}

type Row = {
  x: Float64Array;
  at: number;
  w: Float64Array;
  bias: Float64Array;
  dimension: number;
  into: Float64Array;
};

function scoreRow({ x, at, w, bias, dimension, into }: Row): void {
  for (let r = 0; r < into.length; r++) {
    let sum = bias[r] ?? 0;
    for (let d = 0; d < dimension; d++) sum += (w[r * dimension + d] ?? 0) * (x[at + d] ?? 0);
    into[r] = sum;
  }
}

/** Cross-entropy of the softmax; replaces the logits by its slopes. */
function softmaxLoss(logits: Float64Array, target: number): number {
  const shares = softmaxShares(logits);
  for (let r = 0; r < logits.length; r++) logits[r] = (shares[r] ?? 0) - (r === target ? 1 : 0);
  return -Math.log(Math.max(shares[target] ?? 0, Number.MIN_VALUE));
}

/** log(1 + exp(-margin)), in the form that does not overflow; replaces the logit by the slope. */
function sigmoidLoss(logits: Float64Array, target: number): number {
  const logit = logits[0] ?? 0;
  const margin = target === 1 ? logit : -logit;
  logits[0] = (sigmoidShares(logit)[1] ?? 0) - target;
  return Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
}

function softmaxShares(logits: Float64Array): number[] {
  const largest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function sigmoidShares(logit: number): number[] {
  const small = Math.exp(-Math.abs(logit));
  const far = small / (1 + small);
  return logit > 0 ? [far, 1 - far] : [1 - far, far];
}

function columnStatistics(rows: Float32Array, dimension: number): { mean: Float64Array; deviation: Float64Array } {
  const count = rows.length / dimension;
  const mean = new Float64Array(dimension);
  const deviation = new Float64Array(dimension);
  for (let i = 0; i < rows.length; i++) mean[i % dimension] = (mean[i % dimension] ?? 0) + (rows[i] ?? 0) / count;
  for (let i = 0; i < rows.length; i++) {
    const d = i % dimension;
    deviation[d] = (deviation[d] ?? 0) + ((rows[i] ?? 0) - (mean[d] ?? 0)) ** 2 / count;
  }
  // A feature that never changes is left alone, as StandardScaler does.
  return { mean, deviation: deviation.map((variance) => (variance > 1e-20 ? Math.sqrt(variance) : 1)) };
}

function standardise(rows: Float32Array, mean: Float64Array, deviation: Float64Array): Float64Array {
  const dimension = mean.length;
  return Float64Array.from(rows, (value, i) => (value - (mean[i % dimension] ?? 0)) / (deviation[i % dimension] ?? 1));
}
