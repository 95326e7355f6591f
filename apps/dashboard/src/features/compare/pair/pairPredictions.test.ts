import { discordance } from '@assay/metrics';
import { expect, test } from 'vitest';
import { columnsOf, randomColumns } from '~/features/results/testing/columnsFixture';
import { pairPredictions } from './pairPredictions';

const classes = ['good', 'dent'];
const a = columnsOf(classes, [
  { label: 0, scores: [0.9, 0.1] },
  { label: 1, scores: [0.2, 0.8] },
  { label: 1, scores: [0.7, 0.3] },
  { label: 0, scores: [0.4, 0.6] },
  { label: -1, scores: [0.4, 0.6] },
]);

test('the same picture is found by its path, whatever the order', () => {
  const b = columnsOf(
    classes,
    [
      { label: 0, scores: [0.1, 0.9] },
      { label: 1, scores: [0.1, 0.9] },
      { label: 1, scores: [0.9, 0.1] },
      { label: 0, scores: [0.9, 0.1] },
    ],
    { paths: ['3.png', '2.png', '1.png', '0.png'] },
  );
  const paired = pairPredictions(a, b);
  expect(paired).toMatchObject({
    asked: 'class',
    cells: { both: [0], onlyA: [1], onlyB: [2], neither: [3] },
    unpaired: 0,
  });
  if (typeof paired === 'string') return;
  expect([...paired.rowsB]).toEqual([3, 2, 1, 0]);
});

test('a model of good ones alone and a classifier are both asked for defects', () => {
  // Good-only models name the classes in an order of their own.
  const header = { ...a.header, scores: 'distance' as const, threshold: 5 };
  const rows = [1, 9, 9, 1].map((score, row) => ({ label: row === 1 || row === 2 ? 1 : 0, scores: [score] }));
  const anomaly = { ...columnsOf(['good', 'dent'], rows, { header, kind: 'anomaly' }) };
  expect(pairPredictions(a, anomaly)).toMatchObject({
    asked: 'defect',
    cells: { both: [0, 1], onlyA: [], onlyB: [2, 3], neither: [] },
  });
  expect(pairPredictions(a, { ...anomaly, header: { ...header, threshold: null, classes } })).toBe('question');
});

test('what cannot be compared says why', () => {
  const of = (more: object) => ({ ...a, header: { ...a.header, ...more } });
  expect(pairPredictions(a, of({ datasetDigest: 'e'.repeat(64) }))).toBe('dataset');
  expect(pairPredictions(a, of({ split: 'validation' }))).toBe('split');
  expect(pairPredictions(columnsOf(['a', 'b'], []), columnsOf(['a', 'c'], []))).toBe('question');
  expect(pairPredictions(a, { ...a, paths: a.paths.map((path) => `other/${path}`) })).toBe('noPictures');
});

test('the cells agree with the counts that the test is made of', () => {
  const one = randomColumns(120, false);
  const other = { ...one, scores: one.scores.map((score, i) => (i % 7 === 0 ? 1 - score : score)) };
  const paired = pairPredictions(one, other);
  if (typeof paired === 'string') throw new Error(paired);
  const isRight = (scores: Float64Array) =>
    Array.from(one.labels, (label, row) => {
      const three = [...scores.subarray(3 * row, 3 * row + 3)];
      return three.indexOf(Math.max(...three)) === label;
    });
  const { onlyA, onlyB } = discordance(isRight(one.scores), isRight(other.scores));
  expect(paired.cells.onlyA).toHaveLength(onlyA);
  expect(paired.cells.onlyB).toHaveLength(onlyB);
  expect(onlyA + onlyB).toBeGreaterThan(0);
});
