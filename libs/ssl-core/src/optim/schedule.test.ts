import { describe, expect, it } from 'vitest';
import { createCosine, createSchedule } from './schedule';

describe('createSchedule', () => {
  it('stays level when constant, and ends at the final factor', () => {
    const shape = { stepsPerEpoch: 10, epochs: 3, base: 2 };
    const level = createSchedule({ kind: 'constant', warmupEpochs: 1 }, shape);
    expect([level(0), level(5), level(10), level(29)]).toEqual([0, 1, 2, 2]);
    const cosine = createSchedule({ kind: 'cosine', warmupEpochs: 0, finalFactor: 0.1 }, shape);
    expect(cosine(0)).toBe(2);
    expect(cosine(15)).toBeCloseTo(1.1, 10);
    expect(cosine(30)).toBeCloseTo(0.2, 10);
  });
});

describe('createCosine', () => {
  it('moves from the one to the other and stays there', () => {
    const momentum = createCosine({ from: 0.996, to: 1, steps: 100 });
    expect([momentum(0), momentum(100), momentum(500)]).toEqual([0.996, 1, 1]);
    expect(momentum(50)).toBeCloseTo(0.998, 12);
    // BYOL's formula: 1 - (1 - from) * (cos(pi * step / steps) + 1) / 2
    expect(momentum(30)).toBeCloseTo(1 - (0.004 * (Math.cos(0.3 * Math.PI) + 1)) / 2, 12);
  });
});
