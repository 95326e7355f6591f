import { expect, it } from 'vitest';
import { createRandom } from '../stats/random';
import { precisionRecallCurve } from './precisionRecallCurve';
import { type RocCurve, rocCurve } from './rocCurve';
import { thinCurve } from './thinCurve';
import { thresholdCounts } from './thresholdCounts';

const SIZES = [10, 40, 200];

/** Scores of `count` samples, whose classes lie `apart`; `digits` decimals, so that few make ties. */
function samples(count: number, { apart, digits }: { apart: number; digits: number }) {
  const random = createRandom(count + digits);
  const labels = Array.from({ length: count }, () => (random() < 0.1 ? 1 : 0));
  const scores = labels.map((label) => Number((random() + random() + apart * label).toFixed(digits)));
  return thresholdCounts(labels, scores);
}

function area(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => {
    return i === 0 ? 0 : sum + ((value - (x[i - 1] ?? 0)) * ((y[i] ?? 0) + (y[i - 1] ?? 0))) / 2;
  }, 0);
}

const areaOfRoc = (curve: RocCurve): number => area(curve.falsePositiveRate, curve.truePositiveRate);

it.each([0, 0.3, 1.5].flatMap((apart) => [1, 2, 9].map((digits) => ({ apart, digits }))))(
  'keeps ends, thresholds and area of curves (%o)',
  (how) => {
    const counts = samples(4000, how);
    for (const points of SIZES) {
      const all = rocCurve(counts);
      const some = rocCurve(counts, { points });
      if (!all || !some) throw new Error('no curve');
      expect(some.thresholds.length).toBeLessThanOrEqual(points);
      expect([some.falsePositiveRate[0], some.truePositiveRate[0]]).toEqual([0, 0]);
      expect([some.falsePositiveRate.at(-1), some.truePositiveRate.at(-1)]).toEqual([1, 1]);
      const whole = new Set(all.thresholds);
      expect(some.thresholds.every((threshold) => whole.has(threshold))).toBe(true);
      expect(Math.abs(areaOfRoc(some) - areaOfRoc(all))).toBeLessThanOrEqual(some.areaError + 1e-12);
      expect(some.areaError).toBeLessThanOrEqual((1.25 * 2) / (points / 2 - 1));
      const steps = precisionRecallCurve(counts);
      const fewSteps = precisionRecallCurve(counts, { points });
      if (!steps || !fewSteps) throw new Error('no curve');
      const change = area(fewSteps.recall, fewSteps.precision) - area(steps.recall, steps.precision);
      expect(Math.abs(change)).toBeLessThanOrEqual(fewSteps.areaError + 1e-12);
    }
  },
);

it('loses next to nothing with the points of a screen', () => {
  const curve = rocCurve(samples(50_000, { apart: 0.5, digits: 9 }), { points: 200 });
  expect(curve?.areaError).toBeLessThan(2e-4);
});

it('takes a leap for what it is', () => {
  // Up, then one long step of equal scores, then up: the leap's two ends are what matters.
  const x = [0, 0, 0, 0, 1, 1, 1, 1];
  const y = [0, 0.1, 0.2, 0.3, 0.7, 0.8, 0.9, 1];
  const { indices, areaError } = thinCurve({ x, y, points: 4 });
  expect([...indices]).toEqual([0, 3, 4, 7]);
  expect(areaError).toBe(0);
});

it('leaves a short curve as it is and needs two points', () => {
  expect([...thinCurve({ x: [0, 1], y: [0, 1], points: 2 }).indices]).toEqual([0, 1]);
  expect(() => thinCurve({ x: [0, 1], y: [0, 1], points: 1 })).toThrow(/two points/);
});
