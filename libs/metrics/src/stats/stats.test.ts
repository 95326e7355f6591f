import { describe, expect, it } from 'vitest';
import fixtures from '../fixtures/metrics.json';
import { mean, standardDeviation } from './mean';
import { studentTCdf, studentTQuantile, twoSidedP } from './studentT';
import { tInterval } from './tInterval';
import { welchTest } from './welchTest';

/** Relative to the larger of the value and a millionth. */
function expectNear(found: number | undefined, expected: number, relative = 1e-9): void {
  expect(Math.abs((found ?? Number.NaN) - expected) / Math.max(Math.abs(expected), 1e-6)).toBeLessThan(relative);
}

describe('against SciPy', () => {
  it('agrees on the distribution of t', () => {
    for (const { t, df, cdf, p } of fixtures.studentT) {
      expectNear(studentTCdf(t, df), cdf);
      expectNear(twoSidedP(t, df), p);
    }
  });

  it('agrees on quantiles of t', () => {
    for (const { p, df, t } of fixtures.quantiles) expectNear(studentTQuantile(p, df), t);
  });

  it('agrees on intervals of the mean', () => {
    for (const { values, level, ...expected } of fixtures.intervals) {
      const found = tInterval(values, level);
      for (const key of ['mean', 'std', 'low', 'high'] as const) expectNear(found?.[key], expected[key]);
    }
  });

  it('agrees on Welch tests', () => {
    for (const { a, b, ...expected } of fixtures.welch) {
      const found = welchTest(a, b);
      for (const key of ['t', 'df', 'p', 'low', 'high'] as const) expectNear(found?.[key], expected[key]);
      expectNear(found?.difference, mean(a) - mean(b));
    }
  });
});

describe('what cannot be told', () => {
  it('is null below two values', () => {
    expect(tInterval([0.5])).toBeNull();
    expect(standardDeviation([0.5])).toBeNull();
    expect(welchTest([0.5], [0.4, 0.6])).toBeNull();
  });

  it('is null when nothing varies', () => {
    expect(welchTest([0.5, 0.5], [0.4, 0.4])).toBeNull();
    expect(tInterval([0.5, 0.5])).toEqual({ mean: 0.5, std: 0, low: 0.5, high: 0.5 });
  });

  it('is an error on no values or a probability that is none', () => {
    expect(() => mean([])).toThrow(/no values/);
    expect(() => studentTQuantile(1, 3)).toThrow(/between 0 and 1/);
  });
});
