import { expect, it } from 'vitest';
import { distantPermutations } from './permutations';

const distanceOf = (one: number[], other: number[]) => one.filter((tile, place) => tile !== other[place]).length;

it('gives orders of nine tiles, each once, and the same ones every time', () => {
  const orders = distantPermutations(64);
  expect(orders).toHaveLength(64);
  for (const order of orders) expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(new Set(orders.map(String)).size).toBe(64);
  expect(distantPermutations(64)).toEqual(orders);
});

it('starts with nine orders that agree nowhere, and always takes one of the largest mean distance', () => {
  const orders = distantPermutations(20);
  for (const [i, order] of orders.slice(0, 9).entries()) {
    for (const other of orders.slice(0, i)) expect(distanceOf(order, other)).toBe(9);
  }
  // A mean cannot be above that of as even a use of every tile at every place as their number allows: counted by hand,
  // for the n-th order it is 9 n - 9 * floor(n / 9) in sum, since each place then has a tile used so often.
  for (const [n, order] of orders.entries()) {
    const sum = orders.slice(0, n).reduce((total, other) => total + distanceOf(order, other), 0);
    expect(sum).toBe(9 * n - 9 * Math.floor(n / 9));
  }
});

it('refuses more orders than there are', () => {
  expect(() => distantPermutations(400_000)).toThrow(/only 362880 orders/);
});

it('gives 100 that are as far from each other as the authors’ permutations_100_max.bin, and none nearer than 4', () => {
  const orders = distantPermutations(100);
  const distances = orders.flatMap((order, i) => orders.slice(0, i).map((other) => distanceOf(order, other)));
  // Theirs: 8.08 on average, the nearest two 2.
  expect(distances.reduce((sum, distance) => sum + distance, 0) / distances.length).toBeCloseTo(8.08, 2);
  expect(Math.min(...distances)).toBe(4);
});
