import { expect, test } from 'vitest';
import { appendPoints, type LiveEvent } from './mergeEvents';

const time = '2026-01-01T00:00:00.000Z';
const metric = (seq: number, key: string, step: number, value: number): LiveEvent => ({
  seq,
  attempt: 1,
  event: { kind: 'metric', points: [{ key, step, value, pictures: step * 8, time }] },
});

test('new points go behind the old ones and points that are there already are left out', () => {
  const curves = [{ run: 'a', key: 'train/loss', steps: [0, 1], values: [3, 2] }];
  const merged = appendPoints(curves, 'a', [metric(1, 'train/loss', 1, 2), metric(2, 'train/loss', 2, 1)]);
  expect(merged).toEqual([{ run: 'a', key: 'train/loss', steps: [0, 1, 2], values: [3, 2, 1] }]);
  expect(curves[0]?.steps).toEqual([0, 1]);
});

test('a key that was never seen begins a curve', () => {
  expect(appendPoints([], 'a', [metric(1, 'knn/accuracy', 5, 0.5)])).toEqual([
    { run: 'a', key: 'knn/accuracy', steps: [5], values: [0.5] },
  ]);
});
