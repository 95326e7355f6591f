import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aupro } from '../anomaly/aupro';
import { type AnomalyMap, createMapSet } from '../anomaly/createMapSet';
import { pixelFigures } from '../anomaly/pixelFigures';
import { tableFigures } from '../anomaly/pixelIntervals';
import { pixelTable } from '../anomaly/pixelTable';
import { slowAupro } from '../anomaly/testing/slowAupro';
import { createPixelCounter, IGNORE } from '../segmentation/createPixelCounter';
import { segmentationFigures } from '../segmentation/segmentationFigures';
import { differences } from '../testing/differences';
import { inOrder, orderOf, pictures } from './testing/arbitraries';

function setOf(maps: readonly AnomalyMap[]) {
  const set = createMapSet();
  for (const map of maps) set.add(map);
  return set;
}

describe('anomaly maps', () => {
  it('have the overlap of the definition at any limit', () => {
    fc.assert(
      fc.property(pictures, fc.integer({ min: 1, max: 20 }), (maps, twentieth) => {
        const limit = twentieth / 20;
        const found = aupro(setOf(maps), { limit });
        const pixels = maps.flatMap(({ mask }) => [...mask]);
        if (!pixels.includes(1) || !pixels.includes(0)) expect(found).toBeNull();
        else expect(found).toBeCloseTo(slowAupro(maps, limit), 10);
      }),
    );
  });

  it('do not depend on the order of pictures, on mirroring, or on a strictly rising change of the scores', () => {
    const turned = pictures.chain((maps) => orderOf(maps.length).map((order) => ({ maps, order })));
    fc.assert(
      fc.property(turned, ({ maps, order }) => {
        const { undefined: missing, pixelF1Max, ...expected } = pixelFigures(setOf(maps));
        const mirrored = maps.map(({ scores, mask, width }) => ({
          scores: scores.slice().reverse(),
          mask: mask.slice().reverse(),
          width,
        }));
        const stretched = maps.map((map) => ({ ...map, scores: map.scores.map((score) => Math.exp(score) - 40) }));
        for (const other of [inOrder(maps, order), mirrored, stretched]) {
          const found = pixelFigures(setOf(other));
          expect(differences(expected, found)).toEqual([]);
          expect(found.pixelF1Max?.value).toBe(pixelF1Max?.value);
          expect(found.undefined).toEqual(missing);
        }
      }),
    );
  });

  it('of one score have an area of a half, and an overlap of half the limit', () => {
    fc.assert(
      fc.property(pictures, (maps) => {
        const flat = maps.map((map) => ({ ...map, scores: map.scores.map(() => 0.25) }));
        const { pixelAuroc, aupro: overlap } = pixelFigures(setOf(flat));
        if (pixelAuroc === null) return;
        expect(pixelAuroc).toBe(0.5);
        expect(overlap).toBeCloseTo(0.15, 12);
      }),
    );
  });

  it('have the area under the ROC curve as the overlap of a single region, up to a rate of 1', () => {
    fc.assert(
      fc.property(pictures, (maps) => {
        const set = setOf(maps);
        if (set.regionSizes.length !== 1) return;
        const { pixelAuroc } = pixelFigures(set);
        const overlap = aupro(set, { limit: 1 });
        if (pixelAuroc === null) expect(overlap).toBeNull();
        else expect(overlap).toBeCloseTo(pixelAuroc, 12);
      }),
      { numRuns: 300 },
    );
  });

  it('are the same from the table that draws are made of, where each score has a bin', () => {
    fc.assert(
      fc.property(pictures, (maps) => {
        const set = setOf(maps);
        const { pixelF1Max, undefined: _, ...figures } = pixelFigures(set);
        const expected = { ...figures, 'pixelF1Max.value': pixelF1Max?.value ?? null };
        expect(
          differences(
            expected,
            tableFigures(
              pixelTable(set),
              maps.map(() => 1),
            ),
          ),
        ).toEqual([]);
      }),
    );
  });
});

const CLASSES = 4;
const label = fc.oneof(fc.integer({ min: 0, max: CLASSES - 1 }), fc.constant(IGNORE));
const segmentation = fc
  .array(fc.record({ truth: label, predicted: fc.integer({ min: 0, max: CLASSES - 1 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((pixels) => ({ truth: pixels.map((p) => p.truth), predicted: pixels.map((p) => p.predicted) }));

function confusion(truth: readonly number[], predicted: readonly number[]): number[][] {
  const counter = createPixelCounter(CLASSES);
  counter.add(Uint8Array.from(truth), Uint8Array.from(predicted));
  return counter.confusion();
}

describe('segmentations', () => {
  it('are the same in one picture or in many, in any order, with ignored pixels left out', () => {
    const turned = segmentation.chain((given) => orderOf(given.truth.length).map((order) => ({ given, order })));
    fc.assert(
      fc.property(turned, fc.nat({ max: 40 }), ({ given: { truth, predicted }, order }, cut) => {
        const expected = confusion(truth, predicted);
        expect(confusion(inOrder(truth, order), inOrder(predicted, order))).toEqual(expected);
        const seen = truth.flatMap((of, i) => (of === IGNORE ? [] : [i]));
        expect(confusion(inOrder(truth, seen), inOrder(predicted, seen))).toEqual(expected);
        const counter = createPixelCounter(CLASSES);
        counter.add(Uint8Array.from(truth.slice(cut)), Uint8Array.from(predicted.slice(cut)));
        counter.add(Uint8Array.from(truth.slice(0, cut)), Uint8Array.from(predicted.slice(0, cut)));
        expect(counter.confusion()).toEqual(expected);
      }),
    );
  });

  it('lie between 0 and 1, IoU = Dice / (2 - Dice), and are 1 where all is right', () => {
    fc.assert(
      fc.property(segmentation, ({ truth, predicted }) => {
        if (truth.every((of) => of === IGNORE)) {
          expect(() => segmentationFigures(confusion(truth, predicted))).toThrow(/all are ignored/);
          return;
        }
        const { iou, dice, pixelAccuracy, meanAccuracy } = segmentationFigures(confusion(truth, predicted));
        for (const value of [pixelAccuracy, meanAccuracy, iou.mean, dice.mean]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        iou.perClass.forEach((value, c) => {
          const other = dice.perClass[c] ?? null;
          if (value === null || other === null) expect([value, other]).toEqual([null, null]);
          else expect(value).toBeCloseTo(other / (2 - other), 12);
        });
        const right = truth.map((of, i) => (of === IGNORE ? (predicted[i] ?? 0) : of));
        const perfect = segmentationFigures(confusion(truth, right));
        expect([perfect.iou.mean, perfect.dice.mean, perfect.pixelAccuracy, perfect.meanAccuracy]).toEqual([
          1, 1, 1, 1,
        ]);
      }),
    );
  });

  it('of classes under other names are under those names', () => {
    fc.assert(
      fc.property(segmentation, orderOf(CLASSES), ({ truth, predicted }, names) => {
        if (truth.every((of) => of === IGNORE)) return;
        const rename = (values: number[]) => values.map((value) => names[value] ?? value);
        const before = segmentationFigures(confusion(truth, predicted));
        const after = segmentationFigures(confusion(rename(truth), rename(predicted)));
        before.iou.perClass.forEach((value, c) => {
          expect(after.iou.perClass[names[c] ?? 0]).toBe(value);
        });
        expect(after.meanAccuracy).toBeCloseTo(before.meanAccuracy, 12);
      }),
    );
  });
});
