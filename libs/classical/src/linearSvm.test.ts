import { expect, test } from 'vitest';
import { balancedWeights } from './classWeights';
import reference from './fixtures/classical.json';
import { decisionValues, type LinearSvm, trainLinearSvm } from './linearSvm';
import { createRandom } from './random';
import { applyStandardiser } from './standardise';

/** A fixture as the options of a training. */
function optionsOf(problem: (typeof reference.svm)[number]) {
  const classWeights = problem.classWeights === 'balanced' ? ('balanced' as const) : ('none' as const);
  const features = Float32Array.from(problem.features);
  return { features, labels: problem.labels, classes: problem.classes, c: problem.c, classWeights };
}

/** The value that training minimises, straight from its definition. */
function objective(svm: LinearSvm, options: ReturnType<typeof optionsOf>, k: number): number {
  const { labels, c, classes, classWeights } = options;
  const x = applyStandardiser(svm.standardiser, options.features);
  const w = svm.weights.subarray(k * svm.dimension, (k + 1) * svm.dimension);
  const b = svm.bias[k] ?? Number.NaN;
  const counts = Int32Array.from({ length: classes }, (_, j) => labels.filter((label) => label === j).length);
  const weights = classWeights === 'balanced' ? balancedWeights(counts) : new Float64Array(classes).fill(1);
  const costOf = (label: number): number => weights[classes === 2 || label === k ? label : -1] ?? 1;
  let value = 0.5 * (w.reduce((sum, v) => sum + v * v, 0) + b * b);
  labels.forEach((label, i) => {
    const row = x.subarray(i * svm.dimension, (i + 1) * svm.dimension);
    const dot = row.reduce((sum, v, d) => sum + v * (w[d] ?? Number.NaN), b);
    value += c * costOf(label) * Math.max(0, 1 - (label === k ? 1 : -1) * dot) ** 2;
  });
  return value;
}

test.each(reference.svm)(
  'reaches the optimum of scikit-learn: $classes classes, [$n, $d], $classWeights',
  (problem) => {
    const options = optionsOf(problem);
    const svm = trainLinearSvm({ ...options, maxIterations: 20_000, tolerance: 1e-7 });
    expect(svm.converged).toEqual(svm.converged.map(() => true));
    problem.objectives.forEach((expected, k) => {
      expect(Math.abs(objective(svm, options, k) / expected - 1)).toBeLessThan(1e-4);
    });
    const decisions = decisionValues(svm, options.features);
    const largest = Math.max(...problem.decisions.map((value, i) => Math.abs(value - (decisions[i] ?? Number.NaN))));
    expect(largest).toBeLessThan(1e-3);
  },
);

test('the default tolerance is close to the optimum', () => {
  for (const problem of reference.svm) {
    const options = optionsOf(problem);
    const svm = trainLinearSvm(options);
    problem.objectives.forEach((expected, k) => {
      expect(Math.abs(objective(svm, options, k) / expected - 1)).toBeLessThan(1e-3);
    });
  }
});

test('the same seed gives the same weights', () => {
  const [problem] = reference.svm;
  if (!problem) throw new Error('no fixture');
  const first = trainLinearSvm({ ...optionsOf(problem), seed: 3 });
  expect(trainLinearSvm({ ...optionsOf(problem), seed: 3 }).weights).toEqual(first.weights);
});

test('600 rows of 1764 features and 7 classes take well under 5 s', () => {
  const random = createRandom(1);
  const labels = Array.from({ length: 600 }, (_, i) => i % 7);
  const features = Float32Array.from(
    { length: 600 * 1764 },
    (_, i) => random() + (i % 7 === labels[Math.floor(i / 1764)] ? 0.1 : 0),
  );
  const start = performance.now();
  const svm = trainLinearSvm({ features, labels, classes: 7, c: 0.1 });
  expect(svm.converged.every(Boolean)).toBe(true);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('a class without a row is never predicted', () => {
  const features = Float32Array.from([0, 1, 2, 3]);
  const svm = trainLinearSvm({ features, labels: [0, 0, 2, 2], classes: 3, c: 1 });
  const decisions = decisionValues(svm, features);
  for (let i = 0; i < 4; i++) expect(decisions[i * 3 + 1]).toBeLessThan(-1000);
});

test('one class or a label out of range is refused', () => {
  const features = new Float32Array(4);
  expect(() => trainLinearSvm({ features, labels: [0, 0], classes: 2, c: 1 })).toThrow('two classes');
  expect(() => trainLinearSvm({ features, labels: [0, 2], classes: 2, c: 1 })).toThrow('label 2');
});
