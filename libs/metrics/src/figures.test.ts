import { describe, expect, it } from 'vitest';
import { anomalyFigures } from './anomalyFigures';
import { argMax } from './argMax';
import { classificationFigures } from './classificationFigures';
import { confusionMatrix } from './confusionMatrix';
import fixtures from './fixtures/metrics.json';
import { balancedAccuracy, precisionRecallF1 } from './precisionRecallF1';
import { rocAuc, rocAucOvr } from './rocAuc';

const names = (classes: number): string[] => Array.from({ length: classes }, (_, i) => `class ${i}`);

describe.each(fixtures.classification.map((fixture, i) => ({ i, ...fixture })))('scikit-learn case $i', (fixture) => {
  const { truth, scores, classes } = fixture;
  const result = classificationFigures(truth, scores, names(classes));

  it('agrees on the confusion matrix and the accuracies', () => {
    expect(result.confusionMatrix).toEqual(fixture.confusionMatrix);
    expect(result.figures.accuracy).toBeCloseTo(fixture.accuracy, 12);
    expect(result.figures.balancedAccuracy).toBeCloseTo(fixture.balancedAccuracy, 12);
  });

  it('agrees on precision, recall and F1 in every average and class', () => {
    for (const what of ['precision', 'recall', 'f1'] as const) {
      for (const average of ['macro', 'micro', 'weighted'] as const) {
        expect(result.figures[`${what}/${average}`]).toBeCloseTo(fixture[what][average], 12);
      }
      fixture[what].perClass.forEach((value, c) => {
        expect(result.figures[`${what}/class:class%20${c}`]).toBeCloseTo(value, 12);
      });
    }
  });

  it('agrees on the areas under the curve, and says which one is undefined', () => {
    const { macroOvr, perClass } = rocAucOvr(truth, scores, classes);
    perClass.forEach((value, c) => {
      const expected = fixture.rocAuc.perClass[c] ?? null;
      if (expected === null) {
        expect(value).toBeNull();
        expect(result.undefined[`rocAuc/class:class%20${c}`]).toMatch(/never occurs/);
      } else expect(value).toBeCloseTo(expected, 12);
    });
    if (fixture.rocAuc.macroOvr === null) {
      expect(macroOvr).toBeNull();
      expect(Object.keys(result.undefined)).toContain('rocAuc/macroOvr');
      expect(result.figures).not.toHaveProperty('rocAuc/macroOvr');
    } else expect(macroOvr).toBeCloseTo(fixture.rocAuc.macroOvr, 12);
  });
});

describe('by hand', () => {
  it('takes the lowest index on ties', () => {
    expect(argMax([1, 3, 3])).toBe(1);
    expect(argMax(new Float32Array([2, 2]))).toBe(0);
    expect(() => argMax([])).toThrow(/no scores/);
    expect(() => argMax([1, Number.NaN])).toThrow(/NaN/);
  });

  it('counts equal scores half', () => {
    expect(rocAuc([true, false], [0.5, 0.5])).toBe(0.5);
    expect(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
    expect(rocAuc([1, 1], [0.1, 0.4])).toBeNull();
    expect(() => rocAuc([0, 1], [0.1, Number.NaN])).toThrow(/NaN/);
    expect(() => rocAuc([0, 1], [0.1])).toThrow(/2 true labels but 1 predictions/);
  });

  it('gives 0 for a class that is never predicted', () => {
    const { precision, f1 } = precisionRecallF1(confusionMatrix([0, 1], [0, 0], 2));
    expect(precision.perClass).toEqual([0.5, 0]);
    expect(f1.perClass[1]).toBe(0);
    expect(
      balancedAccuracy([
        [1, 0],
        [1, 0],
      ]),
    ).toBe(0.5);
  });

  it('refuses classes that were not declared', () => {
    expect(() => confusionMatrix([2], [0], 2)).toThrow(/not among 2 classes/);
    expect(() => classificationFigures([], [], ['a'])).toThrow(/no samples/);
  });

  it('measures good-only models on pictures', () => {
    expect(anomalyFigures([0, 0, 1], [0.1, 0.2, 0.9]).figures).toEqual({ imageAuroc: 1, majorityShare: 2 / 3 });
    expect(anomalyFigures([0, 0], [0.1, 0.2]).undefined.imageAuroc).toMatch(/needs both/);
  });
});
