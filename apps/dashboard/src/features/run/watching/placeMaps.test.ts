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

test('a point that is far away from the others is still on the map, and all maps shrink alike', () => {
  const far = [...last, ...last, ...last, 90, 0];
  const [first, second] = placeMaps([[...last, ...last, ...last, 1, 1], far]);
  const largest = (map: Float64Array | undefined) => Math.max(...(map ?? []).map(Math.abs));
  expect(largest(second)).toBeCloseTo(0.97, 10);
  const size = (map: Float64Array | undefined) =>
    (map ?? Float64Array.of()).reduce((sum, value) => sum + value ** 2, 0);
  expect(size(first)).toBeCloseTo(size(second), 10);
});
