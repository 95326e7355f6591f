import { describe, expect, it } from 'vitest';
import { resampleCounts } from '../stats/resample';
import { differences } from '../testing/differences';
import { createPixelCounter } from './createPixelCounter';
import fixtures from './fixtures/segmentation.json';
import { segmentationFigures } from './segmentationFigures';
import { segmentationIntervals } from './segmentationIntervals';

type Case = { truth: number[][]; predicted: number[][]; classes: number };

function count({ truth, predicted, classes }: Case) {
  const counter = createPixelCounter(classes);
  truth.forEach((picture, i) => {
    counter.add(Uint8Array.from(picture), Uint8Array.from(predicted[i] ?? []));
  });
  return counter;
}

describe('against scikit-learn and torchmetrics', () => {
  it.each(fixtures.cases)('$name', ({ expected, ...given }) => {
    const found = segmentationFigures(count(given).confusion());
    expect(differences(expected, found)).toEqual([]);
    const absent = expected.iou.perClass.flatMap((value, c) => (value === null ? [c] : []));
    expect(Object.keys(found.undefined).sort()).toEqual(
      absent.flatMap((c) => [`iou.perClass.${c}`, `dice.perClass.${c}`]).sort(),
    );
  });
});

describe('createPixelCounter', () => {
  const [given] = fixtures.cases;
  if (!given) throw new Error('no case');

  it('gives each draw of pictures what adding them so often gives', () => {
    const counter = count(given);
    for (const counts of resampleCounts({ units: counter.pictures, rounds: 20, seed: 1 })) {
      const repeat = (pictures: number[][]) => pictures.flatMap((p, i) => new Array<number[]>(counts[i] ?? 0).fill(p));
      const drawn = count({ ...given, truth: repeat(given.truth), predicted: repeat(given.predicted) });
      expect(counter.confusion(counts)).toEqual(drawn.confusion());
    }
  });

  it('refuses other sizes and undeclared classes with their pixel, and adds nothing then', () => {
    const counter = createPixelCounter(2);
    expect(() => counter.add(new Uint8Array(3), new Uint8Array(4))).toThrow(/3 true labels but 4/);
    expect(() => counter.add(Uint8Array.of(0, 2), Uint8Array.of(0, 0))).toThrow(/pixel 1: the true class is 2/);
    expect(() => counter.add(Uint8Array.of(255, 0), Uint8Array.of(255, 255))).toThrow(
      /pixel 1: the predicted class is 255, not among 2 classes/,
    );
    expect(counter.pictures).toBe(0);
    expect(() => createPixelCounter(256)).toThrow(/from 1 to 255/);
  });
});

it('refuses a set of which nothing is looked at', () => {
  const counter = createPixelCounter(3);
  counter.add(Uint8Array.of(255, 255), Uint8Array.of(0, 9));
  expect(() => segmentationFigures(counter.confusion())).toThrow(/all are ignored/);
});

it('has intervals by picture and by group that hold the figures', () => {
  const [given] = fixtures.cases;
  if (!given) throw new Error('no case');
  const many = (pictures: number[][]) => Array.from({ length: 6 }, () => pictures).flat();
  const counter = count({ ...given, truth: many(given.truth), predicted: many(given.predicted) });
  const found = segmentationIntervals(counter, { rounds: 200 });
  const { iou, pixelAccuracy } = segmentationFigures(counter.confusion());
  expect(found['iou.mean']?.low).toBeLessThan(iou.mean);
  expect(found['iou.mean']?.high).toBeGreaterThan(iou.mean);
  expect(found.pixelAccuracy?.low).toBeLessThan(pixelAccuracy);
  expect(Object.keys(found)).toContain('dice.perClass.3');
  const groups = Array.from({ length: 30 }, (_, i) => i % 10);
  expect(segmentationIntervals(counter, { rounds: 200, groups }).pixelAccuracy?.says).toMatch(/by group/);
});
