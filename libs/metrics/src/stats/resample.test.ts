import { describe, expect, it } from 'vitest';
import { createRandom } from './random';
import { percentileInterval, resampleCounts } from './resample';

const sum = (counts: Uint16Array): number => counts.reduce((total, count) => total + count, 0);

describe('createRandom', () => {
  it('is uniform, repeats for a seed and differs between near seeds', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 20_000 }, random);
    };
    const values = draw(7);
    expect(draw(7)).toEqual(values);
    expect(draw(8).filter((value, i) => value === values[i])).toHaveLength(0);
    expect(draw(7 + 2 ** 40)[0]).not.toBe(values[0]);
    const bins = new Array<number>(10).fill(0);
    for (const value of values) bins[Math.floor(value * 10)] = (bins[Math.floor(value * 10)] ?? 0) + 1;
    // Nine degrees of freedom: chi-square above 27.9 has a chance of 0.001.
    expect(bins.reduce((total, count) => total + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9);
  });
});

describe('resampleCounts', () => {
  it('draws as many as there are, anew each round, the same for a seed', () => {
    const rounds = [...resampleCounts({ units: 50, rounds: 400, seed: 3 })];
    expect(rounds).toHaveLength(400);
    expect(new Set(rounds.map((counts) => counts.join())).size).toBe(400);
    expect(new Set(rounds.map(sum))).toEqual(new Set([50]));
    expect([...resampleCounts({ units: 50, rounds: 400, seed: 3 })]).toEqual(rounds);
    // A unit is left out with chance (1 - 1/50)^50 = 0.364.
    const left = rounds.reduce((total, counts) => total + counts.filter((count) => count === 0).length, 0);
    expect(left / (400 * 50)).toBeCloseTo(0.364, 1);
  });

  it('draws whole groups', () => {
    const groups = [9, 4, 9, 4, 4, 7];
    for (const counts of resampleCounts({ units: 6, rounds: 50, seed: 1, groups })) {
      expect(counts[0]).toBe(counts[2]);
      expect([counts[3], counts[4]]).toEqual([counts[1], counts[1]]);
      expect((counts[0] ?? 0) + (counts[1] ?? 0) + (counts[5] ?? 0)).toBe(3);
    }
  });

  it('refuses no units and too few groups', () => {
    expect(() => [...resampleCounts({ units: 0, rounds: 1, seed: 1 })]).toThrow(/needs units/);
    expect(() => [...resampleCounts({ units: 3, rounds: 1, seed: 1, groups: [0] })]).toThrow(/not 1 groups/);
  });
});

describe('percentileInterval', () => {
  it('interpolates as numpy does, and leaves out what is undefined', () => {
    // numpy.percentile([1, 2, 4, 8, 16], [2.5, 97.5]) = [1.1, 15.2]
    expect(percentileInterval([8, 2, Number.NaN, 1, 16, 4]).low).toBeCloseTo(1.1, 12);
    expect(percentileInterval([8, 2, Number.NaN, 1, 16, 4]).high).toBeCloseTo(15.2, 12);
    expect(() => percentileInterval([Number.NaN])).toThrow(/no round/);
  });
});
