import { expect, test } from 'vitest';
import { classifierScores, trainClassifier } from './classifier';
import { type ClassLearnerOptions, isConverged } from './classLearner';
import reference from './fixtures/learners.json';
import { type GoodLearnerOptions, goodModelScores, trainGoodModel } from './goodLearner';
import { applyScaler, fitScaler } from './scaling';
import { searchClassifier } from './search';
import { readClassifier, storeClassifier } from './storedClassifier';

const { dimension: D } = reference;
const features = Float32Array.from(reference.features);
const labels = Int32Array.from(reference.labels);
const asked = Float32Array.from(reference.asked);

const LEARNERS: ClassLearnerOptions[] = [
  { kind: 'linearSvm', c: 0.1, maxIterations: 1000 },
  { kind: 'rbfSvm', c: 1, gamma: 'scale', maxIterations: 1_000_000 },
  { kind: 'logisticRegression', c: 1, maxIterations: 1000 },
  { kind: 'adaBoost', rounds: 10, learningRate: 1 },
  { kind: 'randomForest', trees: 5, maxDepth: null, minLeaf: 1 },
  { kind: 'knn', k: 3, weights: 'distance' },
];

test.each(LEARNERS)('$kind is stored and read, knows a class without rows, and its scale is its own', (learner) => {
  // The second of four classes has no row.
  const moved = labels.map((label) => (label === 0 ? 0 : label + 1));
  const shifted = features.map((value, i) => 40 + (1 + (i % D)) * value);
  const classifier = trainClassifier(
    { learner, scaling: 'standard', seed: 1 },
    { features: shifted, labels: moved, classes: 4 },
  );
  expect(isConverged(classifier.model)).toBe(true);
  const questions = asked.map((value, i) => 40 + (1 + (i % D)) * value);
  const scores = classifierScores(classifier, questions);
  const isProbability = learner.kind !== 'linearSvm' && learner.kind !== 'rbfSvm';
  for (let at = 0; at < scores.length; at += 4) {
    const row = [...scores.subarray(at, at + 4)];
    expect(row.indexOf(Math.max(...row))).not.toBe(1);
    if (isProbability) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
  }
  const read = readClassifier(storeClassifier(classifier), { learner, classes: 4 });
  expect(classifierScores(read, questions)).toEqual(scores);
});

test('a linear machine as it was stored before there were other learners is read', () => {
  const learner = { kind: 'linearSvm', c: 0.1, maxIterations: 1000 } as const;
  const classifier = trainClassifier({ learner, scaling: 'standard', seed: 1 }, { features, labels, classes: 3 });
  const old = storeClassifier(classifier).filter(({ name }) => ['mean', 'std', 'weights', 'bias'].includes(name));
  expect(old.map(({ shape }) => shape)).toEqual([[D], [D], [3, D], [3]]);
  const read = readClassifier(old, { learner, classes: 3 });
  expect(classifierScores(read, asked)).toEqual(classifierScores(classifier, asked));
});

test('from 0 to 1 and to mean 0, a feature that never changes stays', () => {
  const given = Float32Array.from([1, 7, 3, 7, 5, 7]);
  expect([...applyScaler(fitScaler('minMax', given, 3), given)]).toEqual([0, 0, 0.5, 0, 1, 0]);
  const standard = applyScaler(fitScaler('standard', given, 3), given);
  expect([...standard].map((value) => Number(value.toFixed(5)))).toEqual([-1.22474, 0, 0, 0, 1.22474, 0]);
  expect(applyScaler(fitScaler('none', given, 3), given)).toBe(given);
});

test.each(reference.search)(
  'a search answers as GridSearchCV does: $metric',
  async ({ metric, grid, scores, best }) => {
    const candidates = grid.map(({ c, gamma }) => ({
      learner: { kind: 'rbfSvm', c, gamma, maxIterations: 1_000_000 } as const,
      scaling: 'standard' as const,
      seed: 0,
    }));
    const folds = labels.map((_, i) => (i * 5) % 4);
    let told = 0;
    const found = await searchClassifier(
      candidates,
      { features, labels, classes: 3, copies: 1, folds },
      {
        metric: metric === 'accuracy' ? 'accuracy' : 'balancedAccuracy',
        between: async (done, total) => {
          told++;
          expect([done, total]).toEqual([told, 4 * grid.length]);
        },
      },
    );
    expect(told).toBe(4 * grid.length);
    found.candidates.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(scores[i] ?? Number.NaN, 6);
    });
    expect(found.candidates.indexOf(found.best)).toBe(best);
  },
);

test('a picture is asked about itself alone, and none of its copies is learned from beside it', async () => {
  // Two pictures of a kind, each with a copy; only the copies would give the answers away.
  const rows = Float32Array.from([0, 9, 1, 8, 10, 19, 11, 18]);
  const learner = { kind: 'knn', k: 1, weights: 'uniform' } as const;
  const { best } = await searchClassifier(
    [{ learner, scaling: 'none' as const, seed: 0 }],
    { features: rows, labels: [0, 1, 1, 0], classes: 2, copies: 2, folds: [0, 1, 0, 1] },
    { metric: 'accuracy', between: async () => {} },
  );
  // Fold 0 asks 0 and 10 and knows 1, 8 (class 1) and 11, 18 (class 0): both wrong. Fold 1 likewise.
  expect(best.ofFolds).toEqual([0, 0]);
});

test('good rows alone: distances as they are defined, drawn rows by the seed', () => {
  const good: GoodLearnerOptions[] = [
    { kind: 'mahalanobis', regularisation: 0.5 },
    { kind: 'nearest', k: 2, rows: 100 },
    { kind: 'oneClassSvm', nu: 0.5, gamma: 1, rows: 100 },
  ];
  const rows = Float32Array.from([0, 0, 2, 0, 0, 2, 2, 2]);
  const far = Float32Array.from([1, 1, 5, 1]);
  const [mahalanobis, nearest, machine] = good.map((learner) =>
    goodModelScores(trainGoodModel(learner, { features: rows, N: 4, seed: 0 }), far),
  );
  // Each feature's variance is 4 / 3, and 0.5 on top; they do not vary together.
  expect(mahalanobis?.[0]).toBeCloseTo(0, 6);
  expect(mahalanobis?.[1]).toBeCloseTo(4 / Math.sqrt(4 / 3 + 0.5), 5);
  expect(nearest?.[0]).toBeCloseTo(Math.SQRT2, 6);
  expect(nearest?.[1]).toBeCloseTo(Math.sqrt(10), 6);
  expect(machine?.[0]).toBeLessThan(machine?.[1] ?? Number.NaN);
  const drawn = (seed: number) =>
    trainGoodModel({ kind: 'nearest', k: 1, rows: 5 }, { features: asked, N: asked.length / D, seed });
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
  expect(() => trainGoodModel({ kind: 'nearest', k: 1, rows: 5 }, { features: rows, N: 1, seed: 0 })).toThrow('1 good');
});
