import { describe, expect, it } from 'vitest';
import { classificationReport } from './classificationReport';
import fixtures from './fixtures/classification.json';
import { differences } from './testing/differences';

const report = ({ truth, scores, classes }: { truth: number[]; scores: number[][]; classes: number }) =>
  classificationReport(truth, scores, { classes });

describe('against scikit-learn and torchmetrics', () => {
  it.each(fixtures.cases)('$name', ({ expected, ...given }) => {
    expect(differences(expected, report(given))).toEqual([]);
  });
});

describe('what is undefined', () => {
  it('has its reason, and the rest its value', () => {
    const found = report({
      truth: [0, 0, 2],
      scores: [
        [3, 1, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      classes: 3,
    });
    expect(found.rocAuc.perClass[1]).toBeNull();
    expect(found.rocAuc.macroOvr).toBeNull();
    expect(found.logLoss).toBeNull();
    expect(Object.keys(found.undefined).sort()).toEqual([
      'averagePrecision.macro',
      'averagePrecision.perClass.1',
      'brier',
      'ece',
      'logLoss',
      'rocAuc.macroOvr',
      'rocAuc.perClass.1',
    ]);
    expect(found.undefined.logLoss).toContain('scores[0]');
  });

  it('is kappa where everything is one class', () => {
    const found = report({
      truth: [1, 1],
      scores: [
        [0, 1],
        [0, 1],
      ],
      classes: 2,
    });
    expect(found.cohenKappa).toBeNull();
    expect(found.undefined.cohenKappa).toContain('one and the same class');
    expect(found.mcc).toBe(0);
  });
});

it('counts a true class among the k highest, the lower index first on ties', () => {
  const scores = [
    [0.2, 0.2, 0.6],
    [0.5, 0.3, 0.2],
  ];
  expect(classificationReport([1, 2], scores, { classes: 3, topK: [1, 2, 3] }).topK).toEqual({ 1: 0, 2: 0, 3: 1 });
  expect(classificationReport([0, 1], scores, { classes: 3, topK: [2] }).topK).toEqual({ 2: 1 });
});

it('does not depend on the order of the samples, and ranks not on a monotone change of the scores', () => {
  const [given] = fixtures.cases;
  if (!given) throw new Error('no case');
  const order = given.truth.map((_, i) => (i * 7) % given.truth.length); // 60 and 7 share no factor
  const turned = report({
    ...given,
    truth: order.map((i) => given.truth[i] ?? 0),
    scores: order.map((i) => given.scores[i] ?? []),
  });
  expect(differences(report(given), turned)).toEqual([]);
  const stretched = report({ ...given, scores: given.scores.map((row) => row.map((score) => Math.exp(3 * score))) });
  const { rocAuc, averagePrecision, accuracy } = report(given);
  expect(differences({ rocAuc, averagePrecision, accuracy }, stretched)).toEqual([]);
});

it('refuses no samples and unequal lengths', () => {
  expect(() => report({ truth: [], scores: [], classes: 2 })).toThrow(/no samples/);
  expect(() => report({ truth: [0, 1], scores: [[1, 0]], classes: 2 })).toThrow(RangeError);
});
