import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../averagePrecision';
import { rocAuc } from '../rocAuc';
import { bootstrapInterval } from '../stats/bootstrapInterval';
import { aurocInterval } from '../stats/delong';
import { holm } from '../stats/holm';
import { midranks, orderScores, weightedAuroc, weightedAveragePrecision } from '../stats/rankedFigures';
import { clopperPearsonInterval, wilsonInterval } from '../stats/rateInterval';
import { percentileInterval } from '../stats/resample';
import { welchTest } from '../stats/welchTest';
import { bothClasses, samples } from './testing/arbitraries';

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 12 });

describe('intervals', () => {
  it('of rates hold the rate, stay within 0 and 1, and turn round with what is counted', () => {
    const counts = fc
      .integer({ min: 1, max: 200 })
      .chain((n) => fc.record({ n: fc.constant(n), hits: fc.nat({ max: n }) }));
    fc.assert(
      fc.property(counts, ({ n, hits }) => {
        for (const interval of [wilsonInterval, clopperPearsonInterval]) {
          const { low, high } = interval(hits, n);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(hits / n + 1e-12);
          expect(high).toBeGreaterThanOrEqual(hits / n - 1e-12);
          const other = interval(n - hits, n);
          expect(other.low).toBeCloseTo(1 - high, 8);
          const wider = interval(hits, n, 0.99);
          expect(wider.low).toBeLessThanOrEqual(low + 1e-12);
          expect(wider.high).toBeGreaterThanOrEqual(high - 1e-12);
        }
      }),
    );
  });

  it('of areas hold the area and stay within 0 and 1', () => {
    fc.assert(
      fc.property(bothClasses, ({ labels, scores }) => {
        const { auroc, low, high } = aurocInterval(labels, scores);
        expect(auroc).toBeCloseTo(rocAuc(labels, scores) ?? -1, 12);
        if (low === null || high === null) return;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual((auroc ?? 0) + 1e-12);
        expect(high).toBeGreaterThanOrEqual((auroc ?? 1) - 1e-12);
      }),
    );
  });

  it('by bootstrap lie within what the rounds gave', () => {
    fc.assert(
      fc.property(values, (rounds) => {
        const { low, high } = percentileInterval(rounds);
        expect(low).toBeGreaterThanOrEqual(Math.min(...rounds));
        expect(high).toBeLessThanOrEqual(Math.max(...rounds));
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('by bootstrap never leave the range of the values whose mean is drawn', () => {
    const many = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 10, maxLength: 20 });
    fc.assert(
      fc.property(many, fc.nat({ max: 1000 }), (pictures, seed) => {
        const figure = (counts: Uint16Array) =>
          pictures.reduce((sum, v, i) => sum + v * (counts[i] ?? 0), 0) / pictures.length;
        const { low, high } = bootstrapInterval(figure, { units: pictures.length, rounds: 40, seed });
        if (low === null || high === null) return;
        expect(low).toBeGreaterThanOrEqual(Math.min(...pictures));
        expect(high).toBeLessThanOrEqual(Math.max(...pictures));
      }),
      { numRuns: 30 },
    );
  });
});

describe('weights', () => {
  it('of 1 give the figures themselves, and of 2 what a second copy gives', () => {
    fc.assert(
      fc.property(samples, ({ labels, scores }) => {
        const order = orderScores(scores);
        for (const weight of [1, 2]) {
          const weights = labels.map(() => weight);
          expect(weightedAuroc(order, { labels, weights }) ?? -1).toBeCloseTo(rocAuc(labels, scores) ?? -1, 12);
          expect(weightedAveragePrecision(order, { labels, weights }) ?? -1).toBeCloseTo(
            averagePrecision(labels, scores) ?? -1,
            12,
          );
        }
        const n = scores.length;
        expect(midranks(scores).reduce((sum, rank) => sum + rank, 0)).toBeCloseTo((n * (n + 1)) / 2, 9);
      }),
    );
  });
});

describe('tests', () => {
  it('of Welch turn round with the sides, and do not see what both have in common', () => {
    fc.assert(
      fc.property(values, values, fc.integer({ min: -9, max: 9 }), (a, b, shift) => {
        const [one, other] = [welchTest(a, b), welchTest(b, a)];
        if (one === null || other === null) {
          expect([one, other]).toEqual([null, null]);
          return;
        }
        expect(other.difference).toBeCloseTo(-one.difference, 12);
        expect(other.p).toBeCloseTo(one.p, 12);
        expect(one.p).toBeGreaterThanOrEqual(0);
        expect(one.p).toBeLessThanOrEqual(1);
        const moved = welchTest(
          a.map((v) => v + shift),
          b.map((v) => v + shift),
        );
        expect(moved?.p).toBeCloseTo(one.p, 9);
      }),
    );
  });

  it('corrected by Holm rise, keep their order and stay within 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 }), (given) => {
        const adjusted = holm(given);
        given.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          given.forEach((other, k) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[k] ?? 0);
          });
        });
      }),
    );
  });
});
