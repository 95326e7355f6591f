import { expect, test } from 'vitest';
import type { RunRow } from '~/trpc/types';
import { groupLines, matchesText, toLine } from './runLines';

const run = (fields: Partial<RunRow>): RunRow => ({
  id: 'abcdefghij',
  experiment: 'boards',
  label: 'simclr',
  task: 'finetune',
  seed: 0,
  status: 'succeeded',
  statusReason: null,
  progress: null,
  datasetName: 'boards',
  datasetVersion: 1,
  queuedAt: new Date(0),
  startedAt: new Date(1000),
  endedAt: new Date(4000),
  summary: 'fine-tune resnet-10',
  figure: { key: 'test/accuracy', value: 0.5 },
  ...fields,
});
const lines = (...fields: Partial<RunRow>[]) => fields.map((one) => toLine(run(one), 10_000));

test('seeds of one label become one line with their mean', () => {
  const grouped = groupLines(
    lines(
      { id: 'a', seed: 0, figure: { key: 'test/accuracy', value: 0.5 } },
      { id: 'b', seed: 1, figure: { key: 'test/accuracy', value: 0.7 } },
      { id: 'c', label: 'scratch' },
    ),
  );
  expect(grouped).toHaveLength(2);
  expect(grouped[0]).toMatchObject({ label: 'simclr', value: 0.6, duration: 6, status: 'succeeded', run: null });
  expect(grouped[0]?.children.map((child) => child.id)).toEqual(['a', 'b']);
  expect(grouped[1]).toMatchObject({ id: 'c', children: [] });
});

test('different figures have no mean, different states no common state', () => {
  const [group] = groupLines(
    lines(
      { id: 'a', figure: { key: 'test/accuracy', value: 0.5 } },
      { id: 'b', status: 'running', endedAt: null, figure: { key: 'train/loss', value: 2 } },
    ),
  );
  expect(group).toMatchObject({ value: null, figureKey: null, status: null, duration: 12 });
});

test('every word of a search must be somewhere', () => {
  expect(matchesText(run({}), 'SIMCLR resnet')).toBe(true);
  expect(matchesText(run({}), 'simclr vit')).toBe(false);
});
