import type { ClassWeights } from '../classWeights';
import { type ClassRows, countLabels, countRows, weightsOfClasses, widthOf } from './rows';
import { createSideSums, placeOf, ROWS_MAX, SAME, sortableColumns, sortPlaces, thresholdBetween } from './splits';

export type AdaBoostOptions = ClassRows & {
  rounds: number;
  learningRate: number;
  /** Where the rows' weights start. */
  classWeights?: ClassWeights;
};

/** Stumps: a row whose feature lies at or below the threshold is of the class `below`, the others of `above`. */
export type AdaBoost = {
  dimension: number;
  classes: number;
  feature: Int32Array;
  threshold: Float64Array;
  below: Int32Array;
  above: Int32Array;
  /** Of each stump's vote. */
  weights: Float64Array;
};

type Stump = { feature: number; threshold: number; below: number; above: number };

/**
 * SAMME (T. Hastie et al., Statistics and its Interface 2009) of stumps by Gini's impurity: scikit-learn's
 * `AdaBoostClassifier` as it is by default. It ends early when a stump is right about all rows or none helps.
 *
 * @throws RangeError when the lengths do not fit, fewer than two classes have rows, or no stump beats guessing
 */
export function trainAdaBoost(options: AdaBoostOptions): AdaBoost {
  const { features, labels, classes, rounds, learningRate, classWeights = 'none' } = options;
  const N = labels.length;
  const D = widthOf(features, N);
  if (N > ROWS_MAX) throw new RangeError(`${N} rows, more than ${ROWS_MAX}`);
  const ofClass = weightsOfClasses(countLabels(options), classWeights);
  const weights = Float64Array.from({ length: N }, (_, i) => ofClass[labels[i] ?? 0] ?? 1);
  const orders = sortedRows(features, N, D);
  const stumps: Stump[] = [];
  const votes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (let i = 0; i < N; i++) weights[i] = (weights[i] ?? 0) / sum;
    const stump = findStump({ features, labels, classes, orders, N, D }, weights);
    let error = 0;
    for (let i = 0; i < N; i++) if (answer(stump, features, i * D) !== labels[i]) error += weights[i] ?? 0;
    if (error <= 0) {
      stumps.push(stump);
      votes.push(1);
      break;
    }
    if (error >= 1 - 1 / classes) {
      if (stumps.length > 0) break;
      throw new RangeError('no feature tells the classes apart better than guessing');
    }
    const vote = learningRate * (Math.log((1 - error) / error) + Math.log(classes - 1));
    stumps.push(stump);
    votes.push(vote);
    for (let i = 0; i < N; i++) {
      if (answer(stump, features, i * D) !== labels[i]) weights[i] = (weights[i] ?? 0) * Math.exp(vote);
    }
  }
  return {
    dimension: D,
    classes,
    feature: Int32Array.from(stumps, ({ feature }) => feature),
    threshold: Float64Array.from(stumps, ({ threshold }) => threshold),
    below: Int32Array.from(stumps, ({ below }) => below),
    above: Int32Array.from(stumps, ({ above }) => above),
    weights: Float64Array.from(votes),
  };
}

/** Weighted votes [N, classes]: 1 for the class that all stumps name, -1 / (classes - 1) for the one that none does. */
export function adaBoostDecisions(model: AdaBoost, features: Float32Array): Float64Array {
  const { dimension: D, classes, feature, threshold, below, above, weights } = model;
  const N = countRows(features, D);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const decisions = new Float64Array(N * classes);
  for (let i = 0; i < N; i++) {
    for (let t = 0; t < weights.length; t++) {
      const isBelow = (features[i * D + (feature[t] ?? 0)] ?? 0) <= (threshold[t] ?? 0);
      const named = (isBelow ? below[t] : above[t]) ?? 0;
      const vote = (weights[t] ?? 0) / total;
      for (let c = 0; c < classes; c++) {
        const to = i * classes + c;
        decisions[to] = (decisions[to] ?? 0) + (c === named ? vote : -vote / (classes - 1));
      }
    }
  }
  return decisions;
}

/** Probabilities [N, classes]: the softmax of the votes, over classes - 1, as scikit-learn's `predict_proba`. */
export function adaBoostScores(model: AdaBoost, features: Float32Array): Float64Array {
  const { classes } = model;
  const scores = adaBoostDecisions(model, features);
  for (let at = 0; at < scores.length; at += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const share = Math.exp((scores[at + c] ?? 0) / (classes - 1));
      scores[at + c] = share;
      sum += share;
    }
    for (let c = 0; c < classes; c++) scores[at + c] = (scores[at + c] ?? 0) / sum;
  }
  return scores;
}

function answer({ feature, threshold, below, above }: Stump, features: Float32Array, at: number): number {
  return (features[at + feature] ?? 0) <= threshold ? below : above;
}

/** Rows by each feature, ascending: [D, N]. */
function sortedRows(features: Float32Array, N: number, D: number): Int32Array {
  const columns = sortableColumns(features, N, D);
  const rows = Int32Array.from({ length: N }, (_, i) => i);
  const keys = new Float64Array(N);
  const orders = new Int32Array(N * D);
  for (let d = 0; d < D; d++) {
    const sorted = sortPlaces(columns.subarray(d * N, (d + 1) * N), rows, keys);
    for (let i = 0; i < N; i++) orders[d * N + i] = placeOf(sorted[i] ?? 0);
  }
  return orders;
}

type Given = ClassRows & { orders: Int32Array; N: number; D: number };

/** The stump whose sides are purest. */
function findStump({ features, labels, classes, orders, N, D }: Given, weights: Float64Array): Stump {
  const totals = new Float64Array(classes);
  for (let i = 0; i < N; i++) totals[labels[i] ?? 0] = (totals[labels[i] ?? 0] ?? 0) + (weights[i] ?? 0);
  const sides = createSideSums(classes);
  let best = { feature: 0, threshold: Number.POSITIVE_INFINITY };
  let purest = Number.NEGATIVE_INFINITY;
  for (let d = 0; d < D; d++) {
    sides.reset(totals);
    let before = orders[d * N] ?? 0;
    for (let place = 1; place < N; place++) {
      sides.move(labels[before] ?? 0, weights[before] ?? 0);
      const row = orders[d * N + place] ?? 0;
      const lower = features[before * D + d] ?? 0;
      const upper = features[row * D + d] ?? 0;
      before = row;
      if (upper <= lower + SAME) continue;
      const purity = sides.purity();
      if (purity <= purest) continue;
      purest = purity;
      best = { feature: d, threshold: thresholdBetween(lower, upper) };
    }
  }
  const below = new Float64Array(classes);
  for (let i = 0; i < N; i++) {
    if ((features[i * D + best.feature] ?? 0) > best.threshold) continue;
    below[labels[i] ?? 0] = (below[labels[i] ?? 0] ?? 0) + (weights[i] ?? 0);
  }
  const above = totals.map((total, c) => total - (below[c] ?? 0));
  return { ...best, below: heaviest(below), above: heaviest(above) };
}

function heaviest(sums: Float64Array): number {
  return sums.reduce((best, sum, c) => (sum > (sums[best] ?? 0) ? c : best), 0);
}
