import type { ClassWeights } from '../classWeights';
import { fillKernel, type Kernel, openKernel, scaleGamma, squaredLengths } from './kernels';
import { type ClassRows, countLabels, countRows, pickRows, weightsOfClasses, widthOf } from './rows';
import { solveSmo } from './smo';

export type KernelSvmOptions = ClassRows & {
  c: number;
  kernel: { kind: 'linear' } | { kind: 'rbf'; gamma: number | 'scale' };
  classWeights?: ClassWeights;
  /** Steps at most, for each pair of classes. */
  maxIterations?: number;
  tolerance?: number;
};

/** A machine for each pair of classes, on the rows that any of them needs. */
export type KernelSvm = {
  dimension: number;
  classes: number;
  kernel: Kernel;
  /** [S, D] */
  support: Float32Array;
  /** [pairs, S], pairs (0, 1), (0, 2), ... (1, 2), ... */
  coefficients: Float64Array;
  /** [pairs] */
  offsets: Float64Array;
  converged: boolean[];
};

/**
 * Hinge-loss machines, one for each pair of classes: scikit-learn's `SVC`. Every class needs a row.
 *
 * @throws RangeError when the lengths do not fit or fewer than two classes have rows
 */
export function trainKernelSvm(options: KernelSvmOptions): KernelSvm {
  const { features, labels, classes, c, classWeights = 'none', maxIterations = 1_000_000, tolerance = 1e-4 } = options;
  const N = labels.length;
  const D = widthOf(features, N);
  const weights = weightsOfClasses(countLabels(options), classWeights);
  const kernel: Kernel =
    options.kernel.kind === 'linear'
      ? options.kernel
      : { kind: 'rbf', gamma: options.kernel.gamma === 'scale' ? scaleGamma(features, D) : options.kernel.gamma };
  const machines = pairsOf(classes).map(([first, second]) => {
    const rows = Array.from({ length: N }, (_, i) => i).filter((i) => labels[i] === first || labels[i] === second);
    const signs = Float64Array.from(rows, (i) => (labels[i] === first ? 1 : -1));
    const solved = solveSmo({
      kernel: openKernel(kernel, pickRows(features, D, rows), D),
      signs,
      bounds: Float64Array.from(rows, (i) => c * (weights[labels[i] ?? 0] ?? 1)),
      linear: new Float64Array(rows.length).fill(-1),
      start: new Float64Array(rows.length),
      maxIterations,
      tolerance,
    });
    return { rows, signs, ...solved };
  });
  const support = new Set<number>();
  for (const { rows, alpha } of machines) {
    rows.forEach((row, i) => {
      if ((alpha[i] ?? 0) > 0) support.add(row);
    });
  }
  const order = [...support].sort((a, b) => a - b);
  const placeOf = new Map(order.map((row, place) => [row, place]));
  const coefficients = new Float64Array(machines.length * order.length);
  machines.forEach(({ rows, signs, alpha }, pair) => {
    rows.forEach((row, i) => {
      const place = placeOf.get(row);
      if (place !== undefined) coefficients[pair * order.length + place] = (alpha[i] ?? 0) * (signs[i] ?? 1);
    });
  });
  return {
    dimension: D,
    classes,
    kernel,
    support: pickRows(features, D, order),
    coefficients,
    offsets: Float64Array.from(machines, ({ rho }) => -rho),
    converged: machines.map(({ converged }) => converged),
  };
}

/** The decision of each pair's machine, [N, pairs]; above 0 is the first class of the pair. */
export function pairDecisions(svm: KernelSvm, features: Float32Array): Float64Array {
  const { dimension: D, kernel, support, coefficients, offsets } = svm;
  const N = countRows(features, D);
  const S = support.length / D;
  const rows = { features: support, squares: squaredLengths(support, D), D };
  const alike = new Float64Array(S);
  const decisions = new Float64Array(N * offsets.length);
  for (let i = 0; i < N; i++) {
    fillKernel(alike, kernel, rows, features.subarray(i * D, (i + 1) * D));
    for (let pair = 0; pair < offsets.length; pair++) {
      let sum = offsets[pair] ?? 0;
      for (let s = 0; s < S; s++) sum += (coefficients[pair * S + s] ?? 0) * (alike[s] ?? 0);
      decisions[i * offsets.length + pair] = sum;
    }
  }
  return decisions;
}

/**
 * Decision values [N, classes], the largest is the predicted class. Two classes: the machine's value and its negative.
 * More: the pairs that a class wins, and less than a third for how clearly, as scikit-learn's `decision_function`.
 */
export function kernelSvmScores(svm: KernelSvm, features: Float32Array): Float64Array {
  const { classes } = svm;
  const decisions = pairDecisions(svm, features);
  if (classes === 2) return Float64Array.from({ length: 2 * decisions.length }, (_, at) => winOf(decisions, at));
  const pairs = pairsOf(classes);
  const N = decisions.length / pairs.length;
  const scores = new Float64Array(N * classes);
  const clearness = new Float64Array(classes);
  for (let i = 0; i < N; i++) {
    clearness.fill(0);
    pairs.forEach(([first, second], pair) => {
      const decision = decisions[i * pairs.length + pair] ?? 0;
      clearness[first] = (clearness[first] ?? 0) + decision;
      clearness[second] = (clearness[second] ?? 0) - decision;
      const winner = i * classes + (decision >= 0 ? first : second);
      scores[winner] = (scores[winner] ?? 0) + 1;
    });
    for (let k = 0; k < classes; k++) {
      const sum = clearness[k] ?? 0;
      scores[i * classes + k] = (scores[i * classes + k] ?? 0) + sum / (3 * (Math.abs(sum) + 1));
    }
  }
  return scores;
}

function winOf(decisions: Float64Array, at: number): number {
  const decision = decisions[at >> 1] ?? 0;
  return at & 1 ? -decision : decision;
}

function pairsOf(classes: number): [number, number][] {
  return Array.from({ length: classes }, (_, a) => a).flatMap((a) =>
    Array.from({ length: classes - a - 1 }, (_, b): [number, number] => [a, a + 1 + b]),
  );
}
