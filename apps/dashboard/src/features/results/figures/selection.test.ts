import { atThreshold } from '@assay/metrics';
import { expect, test } from 'vitest';
import { columnsOf } from '../testing/columnsFixture';
import { decideByHighest } from './decisions';
import { describeRow } from './describeRow';
import { isPositive, type Question, scoreFor } from './questions';
import { rankBy } from './ranking';
import { parseSelection, type Selection, selectionText } from './selection';
import { selectRows } from './selectRows';

const question: Question = { id: 'defect', kind: 'defect', good: 0 };
const columns = columnsOf(
  ['good', 'dent', 'cut'],
  [
    { label: 1, scores: [0.3, 0.6, 0.1] },
    { label: 1, scores: [0.1, 0.15, 0.75] },
    { label: 1, scores: [0.48, 0.1, 0.42] },
    { label: 0, scores: [0.9, 0.1, 0] },
    { label: -1, scores: [0.9, 0.1, 0] },
  ],
);
const ranking = rankBy(question, columns);
const source = {
  columns,
  ranking,
  at: atThreshold(ranking.counts, 0.6),
  decisions: decideByHighest(columns),
  scoreOf: scoreFor(question, columns),
};
const select = (selection: Selection, order: 'loss' | 'confidence' = 'loss') => [
  ...selectRows(selection, source, order),
];

test('a selection survives the address, and nonsense there means mistakes', () => {
  const all: Selection[] = [
    { kind: 'mistakes' },
    { kind: 'all' },
    { kind: 'cell', cell: 'escaped' },
    { kind: 'pair', truth: 3, called: 11 },
    { kind: 'class', label: 2 },
  ];
  for (const selection of all) expect(parseSelection(selectionText(selection))).toEqual(selection);
  expect(parseSelection('3-x')).toEqual({ kind: 'mistakes' });
});

test('a class shows the highest loss first, or its surest mistakes alone', () => {
  expect(select({ kind: 'class', label: 1 })).toEqual([2, 1, 0]);
  expect(select({ kind: 'class', label: 1 }, 'confidence')).toEqual([1, 2]);
  expect(select({ kind: 'pair', truth: 1, called: 2 })).toEqual([1]);
  expect(select({ kind: 'cell', cell: 'escaped' })).toEqual([2]);
  expect(select({ kind: 'all' })).toEqual([1, 0, 2, 3, 4]);
});

test('with one score a picture a class begins with the farthest on the wrong side', () => {
  const rows = [1, 9, 4, 2].map((score, i) => ({ label: i < 2 ? 0 : 1, scores: [score] }));
  const anomaly = columnsOf(['good', 'dent'], rows, { kind: 'anomaly' });
  const ranked = rankBy(question, anomaly);
  const at = atThreshold(ranked.counts, 3);
  const input = { columns: anomaly, ranking: ranked, at, decisions: null, scoreOf: scoreFor(question, anomaly) };
  expect([...selectRows({ kind: 'class', label: 0 }, input, 'loss')]).toEqual([1, 0]);
  expect([...selectRows({ kind: 'class', label: 1 }, input, 'loss')]).toEqual([3, 2]);
});

test('a picture is told with its truth, its call and every score', () => {
  const caller = {
    columns,
    decisions: source.decisions,
    scoreOf: source.scoreOf,
    isPositiveLabel: (label: number) => isPositive(question, label),
    threshold: 0.6,
    sides: { positive: 'any defect', negative: 'good' },
  };
  expect(describeRow(1, caller)).toMatchObject({ truth: 'dent', called: 'cut', isRight: false, calledScore: 0.75 });
  expect(describeRow(4, caller)).toMatchObject({ truth: null, called: 'good', isRight: null });
  const two = columnsOf(['good', 'dent'], [{ label: 1, scores: [0.45, 0.55] }]);
  const called = (threshold: number) =>
    describeRow(0, { ...caller, columns: two, scoreOf: scoreFor(question, two), threshold });
  expect(called(0.5)).toMatchObject({ called: 'any defect', isRight: true, score: 0.55 });
  expect(called(0.6)).toMatchObject({ called: 'good', isRight: false });
});
