import { describe, expect, it } from 'vitest';
import { createRandom } from '../stats/random';
import { boxOverlap } from './boxOverlap';
import { type CocoFigures, cocoFigures } from './cocoFigures';
import { cocoIntervals } from './cocoIntervals';
import cases from './fixtures/boxes.json';
import { type Matching, matchObjects } from './matchObjects';
import { boxColumns, type CocoPrediction, type CocoTruth, predictionColumns, truthColumns } from './testing/columns';

function match(truth: CocoTruth, predictions: CocoPrediction[]): Matching {
  const objects = truthColumns(truth);
  return matchObjects({
    pictures: truth.images.length,
    classes: truth.categories.length,
    truth: objects,
    predictions: predictionColumns(truth, predictions, ({ bbox: [, , w = 0, h = 0] = [] }) => w * h),
    overlap: boxOverlap(boxColumns(predictions), boxColumns(truth.annotations), objects.isCrowd),
  });
}

/** The same pictures drawn one by one: copies beside each other in the order of ids, matched anew. */
function draw(truth: CocoTruth, predictions: CocoPrediction[], counts: ArrayLike<number>): CocoFigures {
  const ids = truth.images.map(({ id }) => id).sort((a, b) => a - b);
  const copies = ids.flatMap((id, i) =>
    Array.from({ length: counts[i] ?? 0 }, (_, copy) => ({ id, to: 100 * id + copy })),
  );
  const copied = <T extends { image_id: number }>(objects: readonly T[]): T[] =>
    copies.flatMap(({ id, to }) =>
      objects.filter(({ image_id }) => image_id === id).map((object) => ({ ...object, image_id: to })),
    );
  const images = copies.map(({ to }) => ({ id: to, height: 1, width: 1 }));
  const annotations = copied(truth.annotations).map((object, i) => ({ ...object, id: i + 1 }));
  return cocoFigures(match({ ...truth, images, annotations }, copied(predictions)));
}

// Scores differ within a picture: two that are equal would stand side by side by turns, copy after copy.
describe('figures of drawn pictures', () => {
  const given = (cases as { name: string; truth: CocoTruth; predictions: CocoPrediction[] }[]).filter(({ name }) =>
    ['random', 'crowds', 'absent classes'].includes(name),
  );

  it.each(given)('are those of the copies, matched anew: $name', ({ truth, predictions }) => {
    const matching = match(truth, predictions);
    const random = createRandom(5);
    for (let round = 0; round < 20; round++) {
      const counts = truth.images.map(() => Math.floor(random() * 3));
      expect(flat(cocoFigures(matching, counts))).toEqual(flat(draw(truth, predictions, counts)));
    }
  });

  it('are the plain ones when each is drawn once', () => {
    for (const { truth, predictions } of given) {
      const matching = match(truth, predictions);
      expect(cocoFigures(matching, new Uint16Array(matching.pictures).fill(1))).toEqual(cocoFigures(matching));
    }
  });
});

/** Twelve digits: an interpolated precision after the first copy of an object differs from that after the second. */
function flat({ perClass, ...summary }: CocoFigures): unknown {
  const round = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(12)));
  return [...Object.values(summary), ...perClass.flatMap(({ ap, ap50 }) => [ap, ap50])].map(round);
}

describe('cocoIntervals', () => {
  const images = Array.from({ length: 30 }, (_, id) => ({ id: id + 1, height: 9, width: 9 }));
  const annotations = images.map(({ id }) => ({
    ...{ id, image_id: id, category_id: 1, bbox: [0, 0, 4, 4], area: 16, iscrowd: 0 },
  }));
  const predictions = images
    .filter(({ id }) => id % 3 > 0)
    .map(({ id }) => ({ image_id: id, category_id: 1, bbox: [0, 0, 4, 4], score: 1 / id }));
  const matching = match({ images, categories: [{ id: 1 }, { id: 2 }], annotations }, predictions);

  it('holds the figure, says how, and leaves out what is undefined', () => {
    const intervals = cocoIntervals(matching, { rounds: 500 });
    expect(Object.keys(intervals)).toEqual([
      ...['ap', 'ap50', 'ap75', 'apSmall', 'ar1', 'ar10', 'ar100', 'arSmall', 'perClass.0.ap', 'perClass.0.ap50'],
    ]);
    const { low, high, says } = intervals.ar100 ?? {};
    expect(says).toMatch(/BCa.* by picture\./);
    // 20 of 30: Clopper-Pearson's interval is 0.472 to 0.827.
    expect(low).toBeCloseTo(0.48, 1);
    expect(high).toBeCloseTo(0.82, 1);
  });

  it('is wider by group where a group is found as a whole, and needs ten of them', () => {
    const width = (groups?: number[]) => {
      const { low, high } = cocoIntervals(matching, { rounds: 500, groups }).ar100 ?? {};
      return (high ?? 0) - (low ?? 0);
    };
    const alike = images.map(({ id }) => (id % 3 === 0 ? Math.floor(id / 9) : 10 + Math.floor(id / 3)));
    expect(width(alike)).toBeGreaterThan(width() * 1.1);
    expect(cocoIntervals(matching, { groups: images.map(({ id }) => id % 5) }).ap).toMatchObject({
      method: null,
      says: expect.stringMatching(/fewer than 10 groups/),
    });
  });
});
