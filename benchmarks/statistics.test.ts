import { describe, expect, test } from 'vitest';
import { estimateMedian, medianOf, ratioOf } from './statistics';

describe('medianOf', () => {
  test.each([
    [[3], 3],
    [[3, 1], 2],
    [[9, 1, 5], 5],
    [[4, 1, 3, 100], 3.5],
  ])('%j is %d', (values, expected) => {
    expect(medianOf(values)).toBe(expected);
  });

  test('of nothing is refused', () => {
    expect(() => medianOf([])).toThrow('the median of nothing');
  });
});

describe('estimateMedian', () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  // Places and probabilities of the tables of the sign test (Conover, table A3): n = 8: 1st and 8th, 12: 3rd and 10th,
  // 20: 6th and 15th.
  test.each([
    [8, 1, 8, 1 - 2 / 2 ** 8],
    [12, 3, 10, 1 - (2 * (1 + 12 + 66)) / 2 ** 12],
    [20, 6, 15, 0.9586],
  ])('of %d values lies between number %d and number %d', (n, low, high, coverage) => {
    const found = estimateMedian(upTo(n));
    expect([found.low, found.high]).toEqual([low, high]);
    expect(found.coverage).toBeCloseTo(coverage, 4);
  });

  test('says what the range of few values is worth', () => {
    expect(estimateMedian([2, 1, 3])).toEqual({ median: 2, low: 1, high: 3, coverage: 0.75 });
    expect(estimateMedian([7])).toEqual({ median: 7, low: 7, high: 7, coverage: 0 });
  });

  test('holds the true median as often as it says', () => {
    // A small linear congruential generator: exponential values, whose median is ln 2.
    let state = 1;
    const next = () => {
      state = (state * 16807) % 2147483647;
      return -Math.log(state / 2147483647);
    };
    const trials = 2000;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { low, high } = estimateMedian(Array.from({ length: 12 }, next));
      if (low <= Math.LN2 && Math.LN2 <= high) held++;
    }
    expect(Math.abs(held / trials - 0.961)).toBeLessThan(0.02);
  });
});

describe('ratioOf', () => {
  test('compares round by round, so that a slow spell that hits both does not count', () => {
    expect(ratioOf([1, 10, 1], [2, 20, 2]).median).toBe(2);
  });

  test('above 1 is ours faster', () => {
    expect(ratioOf([0.5, 0.5], [1, 1]).median).toBe(2);
    expect(() => ratioOf([1], [1, 2])).toThrow('rounds come in pairs');
  });
});
