import { atThreshold } from '@assay/metrics';
import { expect, test } from 'vitest';
import { columnsOf, randomColumns } from '../testing/columnsFixture';
import { isPositive, type Question, scoreFor } from './questions';
import { CELLS, type Cell, cellRows, mistakeRows, rankBy } from './ranking';
import { placeOfThreshold, thresholdOfPlace } from './thresholdPlaces';

const question: Question = { id: 'defect', kind: 'defect', good: 0 };
const columns = randomColumns(300, false);
const ranking = rankBy(question, columns);
const scoreOf = scoreFor(question, columns);

test.each([0.3, 0.5, 0.7, Number.POSITIVE_INFINITY, -1])(
  'each cell holds its pictures, worst first, at %d',
  (threshold) => {
    const at = atThreshold(ranking.counts, threshold);
    const cellOf = (row: number): Cell => {
      const isCalled = scoreOf(row) >= threshold;
      if (isPositive(question, columns.labels[row] ?? -1)) return isCalled ? 'caught' : 'escaped';
      return isCalled ? 'overkill' : 'passed';
    };
    // Low scores are the worst of what should be high, and the other way round.
    const isLowWorst = (cell: Cell) => cell === 'caught' || cell === 'escaped';
    for (const cell of CELLS) {
      const found = [...cellRows(ranking, at, cell)];
      const slow = columns.paths.map((_, row) => row).filter((row) => cellOf(row) === cell);
      expect(found.toSorted((a, b) => a - b)).toEqual(slow);
      const scores = found.map(scoreOf);
      expect(scores).toEqual(scores.toSorted((a, b) => (isLowWorst(cell) ? a - b : b - a)));
    }
    const mistakes = [...mistakeRows(ranking, at, scoreOf)];
    expect(mistakes.toSorted((a, b) => a - b)).toEqual(
      columns.paths.map((_, row) => row).filter((row) => ['escaped', 'overkill'].includes(cellOf(row))),
    );
    if (!Number.isFinite(threshold)) return;
    const distances = mistakes.map((row) => Math.abs(scoreOf(row) - threshold));
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
  },
);

test('a slider has a place for every decision that differs, and finds each one again', () => {
  const { thresholds } = ranking.counts;
  const calledAt = (threshold: number) => columns.paths.filter((_, row) => scoreOf(row) >= threshold).length;
  const called = Array.from({ length: thresholds.length + 1 }, (_, place) =>
    calledAt(thresholdOfPlace(ranking.counts, place)),
  );
  expect(called[0]).toBe(300);
  expect(called.at(-1)).toBe(0);
  expect(new Set(called).size).toBe(called.length);
  for (const place of called.keys()) {
    expect(placeOfThreshold(ranking.counts, thresholdOfPlace(ranking.counts, place))).toBe(place);
  }
  // Between two scores nothing differs from the higher one.
  const [highest = 0, second = 0] = thresholds;
  expect(placeOfThreshold(ranking.counts, (highest + second) / 2)).toBe(thresholds.length - 1);
});

test('pictures without a label are ranked nowhere', () => {
  const some = columnsOf(
    ['good', 'dent'],
    [
      { label: -1, scores: [0, 1] },
      { label: 1, scores: [0.5, 0.5] },
    ],
  );
  const found = rankBy(question, some);
  expect([...found.rows]).toEqual([1]);
  expect(found.counts).toMatchObject({ positives: 1, negatives: 0 });
});
