import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { measureClassification } from './classification';

const folder = mkdtempSync(join(tmpdir(), 'assay-metrics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TRUTH = { classes: ['good', 'scratch'], labels: [0, 1, 1] };
const PREDICTIONS = {
  scores: [
    [0.9, 0.1],
    [0.2, 0.8],
    [0.7, 0.3],
  ],
};

function put(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const measure = (truth: unknown, predictions: unknown) =>
  measureClassification({ truth: put('t.json', truth), predictions: put('p.json', predictions), classes: undefined });

it('answers with all figures of the contract', async () => {
  const answer = await measure(TRUTH, PREDICTIONS);
  expect(Object.keys(answer)).toEqual([
    ...['accuracy', 'balancedAccuracy', 'precision', 'recall', 'f1', 'confusionMatrix', 'rocAuc'],
    ...['averagePrecision', 'logLoss', 'brier', 'ece', 'mcc', 'cohenKappa', 'undefined'],
  ]);
  expect(answer).toMatchObject({
    accuracy: 2 / 3,
    confusionMatrix: [
      [1, 0],
      [1, 1],
    ],
    undefined: {},
  });
});

it.each([
  ['unequal lengths', TRUTH, { scores: [[1, 0]] }, /p\.json: scores: 1 rows for 3 labels/],
  ['a NaN as Python writes it', TRUTH, '{"scores": [[0.9, 0.1], [NaN, 0.8], [0.7, 0.3]]}', /scores\[1\]\[0\]: NaN/],
  ['a negative label', { ...TRUTH, labels: [0, -1, 1] }, PREDICTIONS, /labels\[1\]: the negative label -1/],
  ['an undeclared class', { ...TRUTH, labels: [0, 2, 1] }, PREDICTIONS, /labels\[1\]: the label 2.*2 classes/],
  ['half a class', { ...TRUTH, labels: [0, 0.5, 1] }, PREDICTIONS, /labels\[1\]: 0.5/],
  ['a row of another length', TRUTH, { scores: [[1, 0], [1], [0, 1]] }, /scores\[1\]: 1 scores/],
  ['no samples', { ...TRUTH, labels: [] }, { scores: [] }, /labels: no samples/],
  ['one class', { classes: ['good'], labels: [0] }, { scores: [[1]] }, /one class only/],
  ['a file that is cut off', TRUTH, '{"scores": [[0.9, ', /p\.json/],
  ['an array', TRUTH, [], /an object is expected/],
  ['a missing field', TRUTH, {}, /scores: missing/],
])('refuses %s by name and place', async (_, truth, predictions, words) => {
  await expect(measure(truth, predictions)).rejects.toThrow(words);
});

it('refuses a file that is not there', async () => {
  const input = { truth: join(folder, 'none.json'), predictions: 'p', classes: undefined };
  await expect(measureClassification(input)).rejects.toThrow(/none\.json: no such file/);
});

it('adds an interval to each figure, by group where the truth has groups', async () => {
  const labels = Array.from({ length: 60 }, (_, i) => i % 2);
  const scores = labels.map((label, i) => (i % 7 === 0 ? [0.5, 0.5] : label === 0 ? [0.8, 0.2] : [0.3, 0.7]));
  const answer = async (truth: object) =>
    measureClassification({
      truth: put('t.json', truth),
      predictions: put('p.json', { scores }),
      classes: undefined,
      intervals: true,
    });
  const truth = { classes: ['good', 'scratch'], labels };
  // On equal scores the first class is predicted: of nine ties the four on defects are wrong.
  expect((await answer(truth)).intervals).toMatchObject({
    accuracy: { method: 'clopper-pearson', says: expect.stringContaining('56 of 60') },
    'f1.macro': { method: 'bca' },
  });
  const groups = labels.map((_, i) => `part ${i % 12}`);
  expect((await answer({ ...truth, groups })).intervals).toMatchObject({
    accuracy: { says: expect.stringContaining('12 groups') },
    'f1.macro': { says: expect.stringContaining('by group') },
  });
  await expect(answer({ ...truth, groups: ['a'] })).rejects.toThrow(/t\.json: groups: 1 groups for 60 labels/);
  await expect(answer({ ...truth, groups: labels.map(() => null) })).rejects.toThrow(/groups\[0\]: null/);
});
