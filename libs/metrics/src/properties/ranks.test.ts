import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../averagePrecision';
import { atThreshold } from '../curves/atThreshold';
import { bestThresholdByCost } from '../curves/bestThresholdByCost';
import { f1Max, f1MaxOfSorted } from '../curves/f1Max';
import { precisionRecallCurve } from '../curves/precisionRecallCurve';
import { rocCurve } from '../curves/rocCurve';
import { thresholdCounts } from '../curves/thresholdCounts';
import { rankFiguresInPasses } from '../ranking/rankFiguresInPasses';
import { addToHistogram, createScoreHistogram, rocAucOfHistogram } from '../ranking/scoreHistogram';
import { sortedClasses } from '../ranking/sortedClasses';
import { rocAuc } from '../rocAuc';
import { bothClasses, inOrder, orderOf, rising, type Samples, samples } from './testing/arbitraries';

const figures = ({ labels, scores }: Samples) => ({
  rocAuc: rocAuc(labels, scores),
  averagePrecision: averagePrecision(labels, scores),
  f1: f1Max(thresholdCounts(labels, scores))?.value ?? null,
});

describe('figures of ranks', () => {
  it('do not depend on the order of the samples', () => {
    const turned = samples.chain((given) => orderOf(given.labels.length).map((order) => ({ given, order })));
    fc.assert(
      fc.property(turned, ({ given: { labels, scores }, order }) => {
        const other = { labels: inOrder(labels, order), scores: inOrder(scores, order) };
        expect(figures(other)).toEqual(figures({ labels, scores }));
      }),
    );
  });

  it('do not depend on a strictly rising change of the scores', () => {
    fc.assert(
      fc.property(samples, rising, ({ labels, scores }, change) => {
        expect(figures({ labels, scores: scores.map(change) })).toEqual(figures({ labels, scores }));
      }),
    );
  });

  it('lie between 0 and 1, and are null for no positive or no negative alone', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const hasPositive = given.labels.includes(1);
        const found = figures(given);
        expect(found.rocAuc === null).toBe(!hasPositive || !given.labels.includes(0));
        expect(found.averagePrecision === null).toBe(!hasPositive);
        expect(found.f1 === null).toBe(!hasPositive);
        for (const value of Object.values(found)) {
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('are the count of pairs for the area, and its mirror image for the other class', () => {
    fc.assert(
      fc.property(bothClasses, ({ labels, scores }) => {
        const of = (label: number) => scores.filter((_, i) => labels[i] === label);
        const pairs = of(1).flatMap((p) => of(0).map((n): number => (p > n ? 1 : p === n ? 0.5 : 0)));
        const area = pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length;
        expect(rocAuc(labels, scores)).toBeCloseTo(area, 12);
        const other = labels.map((label) => 1 - label);
        expect(rocAuc(other, scores)).toBeCloseTo(1 - area, 12);
      }),
    );
  });

  it('of one score are a half, and the share of positives', () => {
    fc.assert(
      fc.property(bothClasses, ({ labels }) => {
        const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
        const found = figures({ labels, scores: labels.map(() => 3) });
        expect(found.rocAuc).toBe(0.5);
        expect(found.averagePrecision).toBeCloseTo(share, 12);
        expect(found.f1).toBeCloseTo((2 * share) / (1 + share), 12);
      }),
    );
  });

  it('are the same in passes over bits, and within the bound of the histogram', async () => {
    await fc.assert(
      fc.asyncProperty(bothClasses, fc.integer({ min: 1, max: 9 }), async ({ labels, scores }, bins) => {
        const chunk = {
          truth: Uint8Array.from(labels),
          scores: Float32Array.from(scores, (score) => 1 + score * 1e-3),
        };
        const found = await rankFiguresInPasses(() => [chunk], { bins });
        expect(found.rocAuc).toBeCloseTo(rocAuc(labels, scores) ?? 0, 12);
        expect(found.averagePrecision).toBeCloseTo(averagePrecision(labels, scores) ?? 0, 12);
        const histogram = createScoreHistogram();
        addToHistogram(histogram, chunk);
        const { value, error } = rocAucOfHistogram(histogram) ?? { value: 0, error: 0 };
        expect(Math.abs(value - (rocAuc(labels, scores) ?? 0))).toBeLessThanOrEqual(error + 1e-12);
      }),
      { numRuns: 25 },
    );
  });
});

describe('curves and thresholds', () => {
  it('rise from nothing to all', () => {
    fc.assert(
      fc.property(bothClasses, fc.integer({ min: 2, max: 12 }), ({ labels, scores }, points) => {
        const curve = rocCurve(thresholdCounts(labels, scores), { points });
        const [x, y] = [curve?.falsePositiveRate ?? [], curve?.truePositiveRate ?? []];
        expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
        expect(x.every((rate, i) => i === 0 || rate >= (x[i - 1] ?? 0))).toBe(true);
        expect(y.every((rate, i) => i === 0 || rate >= (y[i - 1] ?? 0))).toBe(true);
        const area = y.reduce((sum, rate, i) => {
          return i === 0 ? 0 : sum + (((x[i] ?? 0) - (x[i - 1] ?? 0)) * (rate + (y[i - 1] ?? 0))) / 2;
        }, 0);
        expect(Math.abs(area - (rocAuc(labels, scores) ?? 0))).toBeLessThanOrEqual((curve?.areaError ?? 0) + 1e-12);
      }),
    );
  });

  it('agree with counting at every threshold, and none beats the best', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: -5, max: 5, noNaN: true }), ({ labels, scores }, threshold) => {
        const counts = thresholdCounts(labels, scores);
        const found = atThreshold(counts, threshold);
        expect(found.truePositives).toBe(scores.filter((score, i) => labels[i] === 1 && score >= threshold).length);
        expect(found.falsePositives).toBe(scores.filter((score, i) => labels[i] === 0 && score >= threshold).length);
        expect(found.truePositives + found.falseNegatives + found.falsePositives + found.trueNegatives).toBe(
          labels.length,
        );
        const best = f1Max(counts);
        expect(best).toEqual(f1MaxOfSorted(sortedClasses(labels, scores)));
        if (!best) return;
        expect(scores).toContain(best.threshold);
        expect(atThreshold(counts, best.threshold).f1).toBeCloseTo(best.value, 12);
        expect(found.f1 ?? 0).toBeLessThanOrEqual(best.value + 1e-12);
      }),
    );
  });

  it('have no cheaper threshold than the cheapest, and a dearer escape never lets more pass', () => {
    const cost = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(bothClasses, cost, fc.integer({ min: 1, max: 20 }), ({ labels, scores }, missed, overkill) => {
        const counts = thresholdCounts(labels, scores);
        const best = bestThresholdByCost(counts, { escape: missed, overkill });
        for (const threshold of [...scores, Number.POSITIVE_INFINITY]) {
          const { falseNegatives, falsePositives } = atThreshold(counts, threshold);
          const spent = (missed * falseNegatives + overkill * falsePositives) / labels.length;
          expect(best?.cost).toBeLessThanOrEqual(spent + 1e-12);
        }
        const dearer = bestThresholdByCost(counts, { escape: missed + 5, overkill });
        expect(dearer?.escapeRate).toBeLessThanOrEqual(best?.escapeRate ?? 0);
      }),
    );
  });

  it('have a precision and recall between 0 and 1 that end with all found', () => {
    fc.assert(
      fc.property(samples, ({ labels, scores }) => {
        const curve = precisionRecallCurve(thresholdCounts(labels, scores));
        if (curve === null) return;
        expect([...curve.precision, ...curve.recall].every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(curve.recall.at(-1)).toBe(1);
      }),
    );
  });
});
