import { describe, expect, it } from 'vitest';
import { greyLevels, largest, smoothedMap } from './distanceMap';
import { quantile } from './quantile';

describe('distance maps', () => {
  it('keeps a level map level, to its borders', () => {
    const map = smoothedMap({ values: new Float32Array(16).fill(3), width: 4, height: 4 }, 32);
    expect(map.values).toHaveLength(32 * 32);
    for (const value of map.values) expect(value).toBeCloseTo(3, 5);
  });

  it('has its peak where the odd patch is', () => {
    const values = new Float32Array(16);
    values[1 * 4 + 2] = 10;
    const map = smoothedMap({ values, width: 4, height: 4 }, 32);
    const peak = map.values.indexOf(largest(map));
    // Patch (1, 2) covers rows 8-15 and columns 16-23.
    expect(Math.floor(peak / 32)).toBeGreaterThanOrEqual(8);
    expect(Math.floor(peak / 32)).toBeLessThan(16);
    expect(peak % 32).toBeGreaterThanOrEqual(16);
    expect(peak % 32).toBeLessThan(24);
    expect(largest(map)).toBeLessThan(10);
  });

  it('clips grey levels at both ends', () => {
    expect(greyLevels({ values: Float32Array.of(-1, 0, 1, 2, 9), width: 5, height: 1 }, 0, 2)).toEqual(
      Uint8Array.of(0, 0, 128, 255, 255),
    );
  });
});

describe('quantile', () => {
  it('interpolates as numpy does', () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.9)).toBeCloseTo(3.7, 12);
    expect(quantile([5], 0.99)).toBe(5);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});
