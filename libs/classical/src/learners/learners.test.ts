import { expect, test } from 'vitest';
import { balancedWeights } from '../classWeights';
import { adaBoostDecisions, adaBoostScores, trainAdaBoost } from './adaBoost';
import reference from './fixtures/learners.json';
import { kernelSvmScores, trainKernelSvm } from './kernelSvm';
import { knnScores, trainKnn } from './knn';
import { logisticScores, trainLogisticRegression } from './logisticRegression';
import { oneClassDecisions, trainOneClassSvm } from './oneClassSvm';
import { forestScores, trainRandomForest } from './randomForest';
import { pickRows } from './rows';
import { sortableColumns } from './splits';
import { growTree, type Tree } from './tree';

const { dimension: D } = reference;
const features = Float32Array.from(reference.features);
const labels = Int32Array.from(reference.labels);
const asked = Float32Array.from(reference.asked);

function rowsOf(classes: number) {
  const count = labels.filter((label) => label < classes).length; // the rows stand by class
  return { features: features.subarray(0, count * D), labels: labels.subarray(0, count), classes };
}

function weightsOf(text: string) {
  return text === 'balanced' ? ('balanced' as const) : ('none' as const);
}

/** Largest difference of flat values and a table. */
function apart(found: ArrayLike<number>, expected: readonly number[] | readonly (readonly number[])[]): number {
  const flat = expected.flat();
  expect(found.length).toBe(flat.length);
  return Math.max(...flat.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN))));
}

function winners(scores: Float64Array, classes: number): number[] {
  return Array.from({ length: scores.length / classes }, (_, i) => {
    const row = [...scores.subarray(i * classes, (i + 1) * classes)];
    return row.indexOf(Math.max(...row));
  });
}

test.each(reference.svc)('SVC: decisions of $classes classes, $kernel, C = $c, $classWeights', (problem) => {
  const { classes, c, gamma, decisions, predicted, support } = problem;
  const kernel =
    problem.kernel === 'linear'
      ? ({ kind: 'linear' } as const)
      : ({ kind: 'rbf', gamma: typeof gamma === 'number' ? gamma : 'scale' } as const);
  const options = { ...rowsOf(classes), c, kernel, classWeights: weightsOf(problem.classWeights) };
  // As the product trains it, and nearly to the end.
  for (const [tolerance, allowed] of [
    [undefined, 1e-3],
    [1e-9, 1e-5],
  ] as const) {
    const svm = trainKernelSvm({ ...options, ...(tolerance ? { tolerance } : {}) });
    expect(svm.converged.every(Boolean)).toBe(true);
    const scores = kernelSvmScores(svm, asked);
    expect(apart(scores, decisions)).toBeLessThan(allowed);
    expect(winners(scores, classes)).toEqual(predicted);
    if (tolerance) expect(svm.support.length / D).toBe(support);
  }
});

test.each(reference.oneClass)('OneClassSVM: decisions of nu = $nu', ({ nu, gamma, decisions }) => {
  const options = { features, N: labels.length, nu, gamma: typeof gamma === 'number' ? gamma : ('scale' as const) };
  expect(apart(oneClassDecisions(trainOneClassSvm(options), asked), decisions)).toBeLessThan(1e-3);
  const exact = trainOneClassSvm({ ...options, tolerance: 1e-10 });
  expect(apart(oneClassDecisions(exact, asked), decisions)).toBeLessThan(1e-5);
});

test.each(reference.logistic)(
  'LogisticRegression: coefficients of $classes classes, C = $c, $classWeights',
  ({ classes, c, classWeights, weights, bias, probabilities }) => {
    const model = trainLogisticRegression({ ...rowsOf(classes), c, classWeights: weightsOf(classWeights) });
    expect(model.converged).toBe(true);
    expect(apart(model.weights, weights)).toBeLessThan(1e-5);
    expect(apart(model.bias, bias)).toBeLessThan(1e-5);
    expect(apart(logisticScores(model, asked), probabilities)).toBeLessThan(1e-6);
  },
);

test.each(reference.knn)('KNeighborsClassifier: k = $k, $weights', ({ k, weights, probabilities, met }) => {
  const model = trainKnn({ ...rowsOf(3), k, weights: weights === 'distance' ? 'distance' : 'uniform' });
  expect(apart(knnScores(model, asked), probabilities)).toBeLessThan(1e-6);
  const repeated = Float32Array.from([...asked.subarray(0, 3 * D), ...features.subarray(0, 2 * D)]);
  expect(apart(knnScores(model, repeated), met)).toBeLessThan(1e-6);
});

test.each(reference.adaBoost)('AdaBoostClassifier: $classes classes, $rounds rounds', (problem) => {
  const model = trainAdaBoost({ ...rowsOf(problem.classes), ...problem });
  expect(apart(model.weights, problem.weights)).toBeLessThan(1e-6);
  expect(apart(adaBoostDecisions(model, asked), problem.decisions)).toBeLessThan(1e-6);
  expect(apart(adaBoostScores(model, asked), problem.probabilities)).toBeLessThan(1e-6);
});

test.each(reference.tree)('DecisionTreeClassifier: depth $maxDepth, leaves of $minLeaf, $classWeights', (problem) => {
  const N = labels.length;
  const counts = Int32Array.from({ length: 3 }, (_, c) => labels.filter((label) => label === c).length);
  const ofClass = problem.classWeights === 'balanced' ? balancedWeights(counts) : new Float64Array(3).fill(1);
  const chosen = Float32Array.from({ length: N * problem.columns.length }, (_, at) => {
    const column = problem.columns[at % problem.columns.length] ?? 0;
    return features[Math.floor(at / problem.columns.length) * D + column] ?? 0;
  });
  const tree = growTree({
    features: chosen,
    columns: sortableColumns(chosen, N, problem.columns.length),
    N,
    D: problem.columns.length,
    labels,
    classes: 3,
    weights: Float64Array.from(labels, (label, i) => (1 + ((i * 7919) % 101) / 1000) * (ofClass[label] ?? 1)),
    maxDepth: problem.maxDepth,
    minLeaf: problem.minLeaf,
    tried: problem.columns.length,
  });
  const walk = walkOf(tree);
  expect(walk.map((node) => tree.feature[node])).toEqual(problem.feature);
  expect(
    apart(
      walk.map((node) => tree.threshold[node] ?? Number.NaN),
      problem.threshold,
    ),
  ).toBe(0);
  const shares = walk.flatMap((node) => [...tree.shares.subarray(node * 3, node * 3 + 3)]);
  expect(apart(shares, problem.shares)).toBeLessThan(1e-6);
});

test('RandomForestClassifier: as accurate, and as sure, as its forests of other random numbers', () => {
  const { trees, minLeaf, accuracy, meanProbabilities, spread } = reference.forest;
  const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
  const answers = seeds.map((seed) =>
    forestScores(trainRandomForest({ ...rowsOf(3), trees, maxDepth: null, minLeaf, seed }), asked),
  );
  for (const scores of answers) {
    const right = winners(scores, 3).filter((label, i) => label === reference.truth[i]).length;
    expect(right / reference.truth.length).toBeGreaterThanOrEqual(accuracy.low - 1e-9);
    expect(right / reference.truth.length).toBeLessThanOrEqual(accuracy.high + 1e-9);
  }
  const mean = Float64Array.from({ length: (asked.length / D) * 3 }, (_, at) =>
    answers.reduce((sum, scores) => sum + (scores[at] ?? 0) / seeds.length, 0),
  );
  // Four deviations of a mean of eight forests.
  expect(apart(mean, meanProbabilities)).toBeLessThan((4 * spread) / Math.sqrt(seeds.length));
});

test("a forest is the seed's and weighs classes", () => {
  const options = { ...rowsOf(3), trees: 6, maxDepth: 4, minLeaf: 1, seed: 5 };
  const once = trainRandomForest(options);
  expect(trainRandomForest(options)).toEqual(once);
  expect(trainRandomForest({ ...options, seed: 6 })).not.toEqual(once);
  expect(trainRandomForest({ ...options, classWeights: 'balanced' })).not.toEqual(once);
});

test('what does not fit is refused', () => {
  const one = { features: features.subarray(0, 2 * D), labels: [1, 1], classes: 3 };
  for (const train of [
    () => trainKernelSvm({ ...one, c: 1, kernel: { kind: 'linear' } }),
    () => trainKnn({ ...one, k: 1, weights: 'uniform' }),
    () => trainRandomForest({ ...one, trees: 1, maxDepth: null, minLeaf: 1, seed: 0 }),
  ]) {
    expect(train).toThrow('two classes');
  }
  expect(() => trainLogisticRegression({ ...one, labels: [0, 4], c: 1 })).toThrow('label 4');
  expect(() =>
    trainAdaBoost({ ...one, features: new Float32Array(7), labels: [0, 1], rounds: 1, learningRate: 1 }),
  ).toThrow('7 features do not fit 2 rows');
  expect(pickRows(Float32Array.from([1, 2, 3, 4]), 2, [1])).toEqual(Float32Array.from([3, 4]));
});

/** Nodes of a walk, left first. */
function walkOf({ left, right }: Tree, node = 0): number[] {
  const [below, above] = [left[node] ?? -1, right[node] ?? -1];
  return below < 0
    ? [node]
    : [node, ...walkOf({ left, right } as Tree, below), ...walkOf({ left, right } as Tree, above)];
}
