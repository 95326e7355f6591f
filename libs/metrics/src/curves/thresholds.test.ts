import { describe, expect, it } from 'vitest';
import { createRandom } from '../stats/random';
import { atThreshold } from './atThreshold';
import { bestThresholdByCost } from './bestThresholdByCost';
import { f1Max } from './f1Max';
import { thresholdCounts } from './thresholdCounts';

const LABELS = [0, 0, 1, 0, 1, 1];
const SCORES = [0.1, 0.2, 0.2, 0.6, 0.7, 0.9];
const counts = thresholdCounts(LABELS, SCORES);

describe('atThreshold', () => {
  it('counts a score on the threshold as positive', () => {
    expect(atThreshold(counts, 0.2)).toEqual({
      threshold: 0.2,
      truePositives: 3,
      falsePositives: 2,
      falseNegatives: 0,
      trueNegatives: 1,
      precision: 3 / 5,
      recall: 1,
      f1: 6 / 8,
      escapeRate: 0,
      overkillRate: 2 / 3,
    });
    expect(atThreshold(counts, 0.65)).toMatchObject({ truePositives: 2, falsePositives: 0, escapeRate: 1 / 3 });
  });

  it('knows no precision where nothing is positive, and no rate of none', () => {
    expect(atThreshold(counts, 2)).toMatchObject({ truePositives: 0, precision: null, recall: 0, f1: 0 });
    expect(atThreshold(thresholdCounts([0], [1]), 1)).toMatchObject({
      recall: null,
      escapeRate: null,
      overkillRate: 1,
    });
    expect(atThreshold(thresholdCounts([], []), 0)).toMatchObject({ f1: null, overkillRate: null });
    expect(() => atThreshold(counts, Number.NaN)).toThrow(/NaN/);
  });

  it('is what counting one by one finds', () => {
    const random = createRandom(5);
    const labels = Array.from({ length: 300 }, () => (random() < 0.3 ? 1 : 0));
    const scores = labels.map((label) => Math.round((random() + label) * 20) / 20);
    const of = thresholdCounts(labels, scores);
    for (const threshold of [-1, 0, 0.025, 0.5, 1, 1.3, 2, 3, Number.POSITIVE_INFINITY]) {
      const count = (label: number) => labels.filter((l, i) => l === label && (scores[i] ?? 0) >= threshold).length;
      expect(atThreshold(of, threshold)).toMatchObject({ truePositives: count(1), falsePositives: count(0) });
    }
  });
});

describe('f1Max', () => {
  it('takes the lowest threshold among equals', () => {
    // Both at 0.9 and at 0.1: 2 hits of 3, no or all false alarms.
    expect(f1Max(thresholdCounts([1, 0, 1], [0.9, 0.5, 0.1]))).toEqual({ value: 0.8, threshold: 0.1 });
    expect(f1Max(thresholdCounts([1, 1, 0, 0], [4, 2, 3, 1]))).toEqual({ value: 0.8, threshold: 2 });
  });
});

describe('bestThresholdByCost', () => {
  it('weighs escapes against overkill', () => {
    expect(bestThresholdByCost(counts, { escape: 100, overkill: 1 })).toMatchObject({ threshold: 0.2, cost: 2 / 6 });
    expect(bestThresholdByCost(counts, { escape: 1, overkill: 100 })).toMatchObject({ threshold: 0.7, cost: 1 / 6 });
    expect(bestThresholdByCost(thresholdCounts([1, 0], [0, 1]), { escape: 1, overkill: 3 })).toMatchObject({
      threshold: Number.POSITIVE_INFINITY,
      cost: 0.5,
      escapeRate: 1,
    });
  });

  it('takes the lowest among equals, which lets the fewest escape', () => {
    // From 4 down to 1 each step finds one defect more and throws out one good piece more, at the same price.
    const even = thresholdCounts([1, 1, 0, 1, 0], [4, 2, 2, 1, 1]);
    expect(bestThresholdByCost(even, { escape: 1, overkill: 1 })).toMatchObject({ threshold: 1, escapeRate: 0 });
  });

  it('is the cheapest of all when each is tried', () => {
    const random = createRandom(6);
    const labels = Array.from({ length: 200 }, () => (random() < 0.3 ? 1 : 0));
    const scores = labels.map((label) => Math.round((random() + 0.5 * label) * 30) / 30);
    const of = thresholdCounts(labels, scores);
    for (const costs of [
      { escape: 1, overkill: 1 },
      { escape: 50, overkill: 1, prevalence: 0.01 },
      { escape: 3, overkill: 0.5, prevalence: 0.2 },
    ]) {
      const share = costs.prevalence ?? of.positives / labels.length;
      const costAt = (threshold: number): number => {
        const { escapeRate, overkillRate } = atThreshold(of, threshold);
        return share * (escapeRate ?? 0) * costs.escape + (1 - share) * (overkillRate ?? 0) * costs.overkill;
      };
      const tried = Math.min(...[...scores, Number.POSITIVE_INFINITY].map(costAt));
      const found = bestThresholdByCost(of, costs);
      expect(found?.cost).toBeCloseTo(tried, 12);
      expect(costAt(found?.threshold ?? 0)).toBeCloseTo(tried, 12);
    }
  });

  it('needs both classes, and costs that are costs', () => {
    expect(bestThresholdByCost(thresholdCounts([0, 0], [1, 2]), { escape: 1, overkill: 1 })).toBeNull();
    expect(() => bestThresholdByCost(counts, { escape: -1, overkill: 1 })).toThrow(/cost of an escape/);
    expect(() => bestThresholdByCost(counts, { escape: 0, overkill: 0 })).toThrow(/above 0/);
    expect(() => bestThresholdByCost(counts, { escape: 1, overkill: 1, prevalence: 2 })).toThrow(/prevalence/);
  });
});
