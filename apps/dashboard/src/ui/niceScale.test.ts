import { expect, test } from 'vitest';
import { niceScale } from './niceScale';

test('the range holds both values and its ticks are round', () => {
  expect(niceScale(0.742, 0.871)).toEqual({ from: 0.7, to: 0.9, ticks: [0.7, 0.75, 0.8, 0.85, 0.9] });
});

test('one value alone has a range around it', () => {
  for (const value of [0, 0.8, -3, 1e6]) {
    const { from, to, ticks } = niceScale(value, value);
    expect(from).toBeLessThan(value);
    expect(to).toBeGreaterThan(value);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
  }
});
