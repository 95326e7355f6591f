import { expect, test } from 'vitest';
import { resampledInterval } from './resampledInterval';
import { resampledTTest } from './resampledTTest';
import { tInterval } from './tInterval';

const values = [0.81, 0.78, 0.86, 0.8, 0.75];

test('is what can be reckoned by hand', () => {
  // Mean 0.8, variance 0.0066 / 4 = 0.00165; 1/5 + 20/80 = 0.45; t of 4 degrees at 97.5 % is 2.7764451.
  const half = 2.7764451052 * Math.sqrt(0.45 * 0.00165);
  const interval = resampledInterval(values, { train: 80, test: 20 });
  expect(interval?.mean).toBeCloseTo(0.8, 12);
  expect(interval?.low).toBeCloseTo(0.8 - half, 9);
  expect(interval?.high).toBeCloseTo(0.8 + half, 9);
});

test('is that of the test against nothing, and never narrower than the plain one', () => {
  const sizes = { train: 64, test: 20 };
  const interval = resampledInterval(values, sizes);
  const test = resampledTTest({ a: values, b: values.map(() => 0), ...sizes });
  expect(interval?.low).toBeCloseTo(test.low ?? Number.NaN, 12);
  expect(interval?.high).toBeCloseTo(test.high ?? Number.NaN, 12);
  const plain = tInterval(values);
  expect(interval?.low).toBeLessThan(plain?.low ?? Number.NaN);
});

test('one fold has no interval, and folds without pictures are no folds', () => {
  expect(resampledInterval([0.5], { train: 80, test: 20 })).toBeNull();
  expect(() => resampledInterval(values, { train: 0, test: 20 })).toThrow(RangeError);
});
