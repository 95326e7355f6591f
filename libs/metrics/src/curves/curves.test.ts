import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../averagePrecision';
import { rocAuc } from '../rocAuc';
import { detCurve } from './detCurve';
import { f1Curve } from './f1Curve';
import { f1Max } from './f1Max';
import fixtures from './fixtures/curves.json';
import { precisionRecallCurve } from './precisionRecallCurve';
import { reliabilityBins } from './reliabilityBins';
import { rocCurve } from './rocCurve';
import { thresholdCounts } from './thresholdCounts';

const present = <T>(value: T | null): T => {
  if (value === null) throw new Error('no curve');
  return value;
};
/** JSON has no infinity. */
const infinite = (values: (number | null)[]): number[] => values.map((value) => value ?? Number.POSITIVE_INFINITY);

describe.each(fixtures.cases)('scikit-learn: $name', ({ labels, scores, roc, pr, det, f1, ...rest }) => {
  const counts = thresholdCounts(labels, scores);

  it('has the same points of the receiver operating characteristic', () => {
    const curve = present(rocCurve(counts));
    expectClose(curve.falsePositiveRate, roc.fpr);
    expectClose(curve.truePositiveRate, roc.tpr);
    expect(curve.thresholds).toEqual(infinite(roc.thresholds));
    expect(present(rocAuc(labels, scores))).toBeCloseTo(roc.area, 12);
  });

  it('has the same points of precision and recall', () => {
    const curve = present(precisionRecallCurve(counts));
    expectClose([...curve.precision].reverse(), pr.precision);
    expectClose([...curve.recall].reverse(), pr.recall);
    expect([...curve.thresholds].reverse().slice(0, -1)).toEqual(pr.thresholds);
  });

  it('has the same points of the detection error tradeoff', () => {
    const curve = present(detCurve(counts));
    expectClose([...curve.falsePositiveRate].reverse(), det.fpr);
    expectClose([...curve.falseNegativeRate].reverse(), det.fnr);
    expect([...curve.thresholds].reverse()).toEqual(infinite(det.thresholds));
  });

  it('has the same F1 at every threshold, and the same best one', () => {
    const curve = present(f1Curve(counts));
    expectClose([...curve.f1].reverse(), f1);
    expect(present(f1Max(counts)).value).toBeCloseTo(rest.f1Max.value, 12);
    expect(present(f1Max(counts)).threshold).toBe(rest.f1Max.threshold);
  });

  it('has the same calibration curve, empty bins left out', () => {
    if (rest.calibration === null) {
      expect(() => reliabilityBins(labels, scores)).toThrow(/not from 0 to 1/);
      return;
    }
    const bins = reliabilityBins(labels, scores, { bins: 10 });
    const full = bins.filter(({ count }) => count > 0);
    expectClose(
      full.map(({ rate }) => rate),
      rest.calibration.rate,
    );
    expectClose(
      full.map(({ confidence }) => confidence),
      rest.calibration.confidence,
    );
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(labels.length);
  });
});

describe('average precision', () => {
  it('is the sum of the steps of its curve', () => {
    for (const { labels, scores } of fixtures.cases) {
      const { precision, recall } = present(precisionRecallCurve(thresholdCounts(labels, scores)));
      const steps = recall.map((value, i) => (i === 0 ? 0 : (value - (recall[i - 1] ?? 0)) * (precision[i] ?? 0)));
      expect(present(averagePrecision(labels, scores))).toBeCloseTo(
        steps.reduce((sum, step) => sum + step, 0),
        12,
      );
    }
  });
});

describe('what is undefined', () => {
  it('is null with one class only', () => {
    const good = thresholdCounts([0, 0], [0.1, 0.2]);
    for (const curve of [rocCurve, detCurve, precisionRecallCurve, f1Curve, f1Max]) expect(curve(good)).toBeNull();
    const bad = thresholdCounts([1, 1], [0.1, 0.2]);
    expect(rocCurve(bad)).toBeNull();
    expect(detCurve(bad)).toBeNull();
    expect(f1Max(bad)).toEqual({ value: 1, threshold: 0.1 });
    expect(f1Max(thresholdCounts([], []))).toBeNull();
  });

  it('is a mean of an empty bin', () => {
    expect(reliabilityBins([1], [1], { bins: 2 })).toEqual([
      { low: 0, high: 0.5, count: 0, confidence: null, rate: null },
      { low: 0.5, high: 1, count: 1, confidence: 1, rate: 1 },
    ]);
  });
});

function expectClose(found: readonly (number | null)[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const largest = found.reduce<number>(
    (most, value, i) => Math.max(most, Math.abs((value ?? Number.NaN) - (expected[i] ?? Number.NaN))),
    0,
  );
  expect(largest).toBeLessThan(1e-12);
}
