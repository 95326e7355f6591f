import { expect, test } from 'vitest';
import { placeMaps } from './placeMaps';

const last = [0, 0, 4, 0, 4, 1, 1, 3];

test('a map that was only turned, mirrored, moved and stretched does not move at all', () => {
  const turned = [0, 1, 2, 3].flatMap((n) => [7 - 3 * (last[2 * n + 1] ?? 0), 2 - 3 * (last[2 * n] ?? 0)]);
  const [first, second] = placeMaps([turned, last]);
  for (const [i, value] of (second ?? []).entries()) expect(first?.[i]).toBeCloseTo(value, 10);
});

test('every map has the same size around the middle, one of equal points has none', () => {
  const [placed, point] = placeMaps([last.map((value) => 100 * value), last.map(() => 2)]);
  const square = (placed ?? Float64Array.of()).reduce((sum, value) => sum + value * value, 0) / 4;
  expect(Math.sqrt(square)).toBeCloseTo(0.4, 10);
  expect([...(point ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(placeMaps([])).toEqual([]);
});
