import { describe, expect, it } from 'vitest';
import { createCosine, createSchedule, scaledRate } from './schedule';

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

describe('scaledRate', () => {
  const rate = (learningRate: number, rateScaling: 'none' | 'linear' | 'squareRoot', batchSize: number) =>
    scaledRate(learningRate, { rateScaling, batchSize });

  it('is the rate itself at 256 pictures, and at any batch when it does not grow', () => {
    for (const rateScaling of ['none', 'linear', 'squareRoot'] as const) expect(rate(0.3, rateScaling, 256)).toBe(0.3);
    expect([rate(0.3, 'none', 16), rate(0.3, 'none', 4096)]).toEqual([0.3, 0.3]);
  });

  it('grows in proportion, or with the square root', () => {
    // A quarter of 256 pictures: a quarter of the rate, or half of it. Four times as many: four times, or twice.
    expect([rate(0.2, 'linear', 64), rate(0.2, 'squareRoot', 64)]).toEqual([0.05, 0.1]);
    expect([rate(0.2, 'linear', 1024), rate(0.2, 'squareRoot', 1024)]).toEqual([0.8, 0.4]);
  });

  it("gives the papers' rates", () => {
    // arXiv 1706.02677, section 5.1: 0.1 for 256 pictures, 3.2 for 8192.
    expect(rate(0.1, 'linear', 8192)).toBeCloseTo(3.2, 12);
    // SimCLR, appendix B.1: 0.3 * batch / 256, or 0.075 * sqrt(batch), which is 1.2 for 256; both are 4.8 for 4096.
    expect(rate(0.3, 'linear', 4096)).toBeCloseTo(4.8, 12);
    expect(rate(0.075 * 16, 'squareRoot', 4096)).toBeCloseTo(4.8, 12);
    expect(rate(0.075 * 16, 'squareRoot', 512)).toBeCloseTo(0.075 * Math.sqrt(512), 12);
  });
});
