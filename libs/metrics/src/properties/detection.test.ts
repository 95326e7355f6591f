import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxIou } from '../detection/boxIou';
import { boxOverlap } from '../detection/boxOverlap';
import { cocoFigures } from '../detection/cocoFigures';
import { matchObjects } from '../detection/matchObjects';

const side = fc.integer({ min: 0, max: 20 });
const box = fc.record({ x: side, y: side, w: fc.integer({ min: 1, max: 15 }), h: fc.integer({ min: 1, max: 15 }) });
const objects = fc.array(
  fc.record({
    box,
    picture: fc.integer({ min: 0, max: 3 }),
    class: fc.integer({ min: 0, max: 1 }),
    score: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 12 },
);

type Item = { box: { x: number; y: number; w: number; h: number }; picture: number; class: number; score: number };

function figures(truth: readonly Item[], predictions: readonly Item[]) {
  const columns = (items: readonly Item[]) => ({
    picture: Uint32Array.from(items, (item) => item.picture),
    class: Uint32Array.from(items, (item) => item.class),
    area: Float64Array.from(items, (item) => item.box.w * item.box.h),
  });
  const isCrowd = new Uint8Array(truth.length);
  const boxes = (items: readonly Item[]) => Float64Array.from(items.flatMap(({ box: { x, y, w, h } }) => [x, y, w, h]));
  const matching = matchObjects({
    pictures: 4,
    classes: 2,
    truth: { ...columns(truth), isCrowd },
    predictions: { ...columns(predictions), score: Float64Array.from(predictions, (item) => item.score) },
    overlap: boxOverlap(boxes(predictions), boxes(truth), isCrowd),
  });
  return cocoFigures(matching);
}

it('has an overlap of two boxes that is the same both ways, 1 for equal boxes', () => {
  fc.assert(
    fc.property(box, box, (a, b) => {
      expect(boxIou(a, b)).toBeCloseTo(boxIou(b, a), 12);
      expect(boxIou(a, b)).toBeGreaterThanOrEqual(0);
      expect(boxIou(a, b)).toBeLessThanOrEqual(1);
      expect(boxIou(a, a)).toBe(1);
    }),
  );
});

it('stays within 0 and 1, sees only the order of scores, and finds all of what is the truth itself', () => {
  fc.assert(
    fc.property(objects, objects, (truth, predictions) => {
      const found = figures(truth, predictions);
      const { perClass, ...summary } = found;
      for (const value of [...Object.values(summary), ...perClass.map(({ ap }) => ap)]) {
        if (value === null) continue;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
      expect(summary.ap === null).toBe(truth.length === 0);
      expect(
        figures(
          truth,
          predictions.map((item) => ({ ...item, score: item.score ** 3 })),
        ),
      ).toEqual(found);
    }),
  );
});

it('is 1 where every object has a box of its own far from all others', () => {
  fc.assert(
    fc.property(objects, (given) => {
      const apart = given.map((item, i) => ({ ...item, box: { ...item.box, x: item.box.x + 100 * i } }));
      const { ap, ar100 } = figures(apart, apart);
      expect([ap, ar100]).toEqual(given.length === 0 ? [null, null] : [expect.closeTo(1, 12), 1]);
    }),
  );
});
