import { createRandom } from '@assay/metrics';
import { expect, test } from 'vitest';
import { findShift } from './findShift';

const SIDE = 96;

/** A board: blocks on a ground, with pixel noise of its own on top. */
function board(seed: number, shift = { x: 0, y: 0 }) {
  const blocks = createRandom(5);
  const places = Array.from({ length: 40 }, () => ({
    x: blocks() * 110,
    y: blocks() * 110,
    w: 4 + blocks() * 14,
    h: 4 + blocks() * 14,
  }));
  const noise = createRandom(seed);
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [(i % SIDE) - shift.x, Math.floor(i / SIDE) - shift.y];
    const isIn = places.some(
      (one) => x + 8 >= one.x && x + 8 < one.x + one.w && y + 8 >= one.y && y + 8 < one.y + one.h,
    );
    return (isIn ? 200 : 30) + Math.floor(noise() * 40);
  });
  return { width: SIDE, height: SIDE, data };
}

test.each([
  [0, 0],
  [1, -1],
  [-3, 2],
  [0, -5],
  [7, 6],
  [-8, 8],
])('finds a shift of %i, %i under noise', (x, y) => {
  expect(findShift(board(1, { x, y }), board(2), 8)).toEqual({ x, y });
});

test('believes no shift above the largest, and none of flat pictures', () => {
  const { x, y } = findShift(board(1, { x: 7, y: 0 }), board(2), 4);
  expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(4);
  const flat = { width: 20, height: 20, data: new Uint8Array(400).fill(9) };
  expect(findShift(flat, flat, 5)).toEqual({ x: 0, y: 0 });
  expect(findShift(board(1), board(2), 0)).toEqual({ x: 0, y: 0 });
  expect(() => findShift(flat, board(1), 5)).toThrow(RangeError);
});
