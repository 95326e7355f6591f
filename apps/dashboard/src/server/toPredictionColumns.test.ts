import type { Manifest, Prediction, PredictionsHeader } from '@assay/contracts';
import { expect, test } from 'vitest';
import { digestAt } from '~/columns/predictionColumns';
import { toPredictionColumns } from './toPredictionColumns';

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
  item: 'ab'.repeat(32),
  path,
  truth: {},
  ...rest,
});
const manifest = (groups: Record<string, string | undefined>): Manifest => ({
  version: 1,
  classes: header.classes,
  items: Object.entries(groups).map(([path, group]) => ({
    picture: 'ab'.repeat(32),
    path,
    width: 1,
    height: 1,
    split: 'test',
    ...(group === undefined ? {} : { group }),
  })),
});

test('scores, truths and parts stand in the order of the lines', () => {
  const lines = [
    line('a', { truth: { label: 1 }, scores: [0.25, 0.75] }),
    line('b', { scores: [1, 0] }),
    line('c', { truth: { label: 0, masks: ['ef'.repeat(32)] }, scores: [0.5, 0.5] }),
  ];
  const columns = toPredictionColumns({ header, lines }, manifest({ c: 'board 1', b: undefined, a: 'board 1' }));
  expect(columns).toMatchObject({ kind: 'classes', paths: ['a', 'b', 'c'], maps: null });
  expect([...columns.scores]).toEqual([0.25, 0.75, 1, 0, 0.5, 0.5]);
  expect([...columns.labels]).toEqual([1, -1, 0]);
  expect([...(columns.groups ?? [])]).toEqual([0, 1, 0]);
  expect(digestAt(columns.pictures, 2)).toBe('ab'.repeat(32));
  expect(columns.has).toEqual({ boxes: false, masks: true });
});

test('pictures that each stand for themselves have no parts, whatever their groups are called', () => {
  const lines = [line('a', { score: 1 }), line('b', { score: 2, map: 'cd'.repeat(32) })];
  const columns = toPredictionColumns({ header, lines }, manifest({ a: 'b', b: undefined }));
  expect(columns.groups).toBeNull();
  expect(columns.kind).toBe('anomaly');
  expect([digestAt(columns.maps, 0), digestAt(columns.maps, 1)]).toEqual([null, 'cd'.repeat(32)]);
  expect(toPredictionColumns({ header, lines }, null).groups).toBeNull();
});

test('a line that does not fit the header is named', () => {
  const lines = [line('a', { scores: [0, 1] }), line('b.png', { scores: [0, 1, 2] })];
  expect(() => toPredictionColumns({ header, lines }, null)).toThrow('line 3 (b.png): 3 scores where 2 are due');
});
