import type { Prediction, PredictionsHeader } from '@assay/contracts';
import { expect, test } from 'vitest';
import { toPredictionRows } from './predictionRows';

const header: PredictionsHeader = {
  version: 1,
  task: 'finetune',
  datasetDigest: 'd'.repeat(64),
  split: 'test',
  classes: ['open', 'short'],
  scores: 'probability',
  threshold: null,
  protocol: { name: 'p', parameters: {} },
};
const line = (path: string, rest: Partial<Prediction>): Prediction => ({
  item: 'a'.repeat(64),
  path,
  truth: {},
  ...rest,
});

test('the surest mistake comes first and the surest right answer last', () => {
  const rows = toPredictionRows({
    header,
    lines: [
      line('sure', { truth: { label: 0 }, scores: [0.99, 0.01] }),
      line('mistake', { truth: { label: 1 }, scores: [0.6, 0.4] }),
      line('doubt', { truth: { label: 0 }, scores: [0.51, 0.49] }),
      line('blunder', { truth: { label: 0 }, scores: [0.1, 0.9] }),
    ],
  });
  expect(rows.map(({ path, isRight }) => [path, isRight])).toEqual([
    ['blunder', false],
    ['mistake', false],
    ['doubt', true],
    ['sure', true],
  ]);
  expect(rows[0]).toMatchObject({ truth: 'open', predicted: 'short', score: 0.9, truthScore: 0.1 });
});

test('an anomaly score is a defect from the threshold on', () => {
  const rows = toPredictionRows({
    header: { ...header, task: 'anomaly', classes: ['good', 'crack'], scores: 'distance', threshold: 5 },
    lines: [
      line('missed', { truth: { label: 1 }, score: 4 }),
      line('at the threshold', { truth: { label: 1 }, score: 5 }),
      line('good', { truth: { label: 0 }, score: 1 }),
    ],
  });
  expect(rows.map(({ path, predicted, isRight }) => [path, predicted, isRight])).toEqual([
    ['missed', 'good', false],
    ['at the threshold', 'defect', true],
    ['good', 'good', true],
  ]);
});
