import { expect, test } from 'vitest';
import type { BoxPicture } from '~/server/objectPredictions';
import { judge, matchPictures, precisionOf, recallOf, totalsOf, worstFirst } from './matchPictures';
import { averagePrecision, precisionRecall } from './precisionRecall';

const box = (x: number, score: number, w = 10) => ({ x, y: 0, w, h: 10, class: 0, score });
const truth = (x: number) => ({ x, y: 0, w: 10, h: 10, class: 0 });
const picture = (path: string, of: Pick<BoxPicture, 'truth' | 'boxes'>): BoxPicture => ({ picture: 'p', path, ...of });

/** Two objects: one found exactly at 0.9 and again, worse, at 0.5; the other by half of its width at 0.7. A sound one. */
const pictures = [
  picture('sound', { truth: [], boxes: [box(50, 0.6)] }),
  picture('two', { truth: [truth(0), truth(100)], boxes: [box(0, 0.9), box(1, 0.5), box(100, 0.7, 5)] }),
];

test('an overlap and a score decide who is a hit, wrong or missed', () => {
  const [sound, two] = matchPictures(pictures, 0.5);
  if (!sound || !two) throw new Error('two pictures');
  expect(judge(sound, 0)).toEqual({ hits: [], wrong: [0], missed: [], ignored: [] });
  expect(judge(two, 0)).toEqual({ hits: [0, 2], wrong: [1], missed: [], ignored: [] });
  // Half of the width is an overlap of exactly 0.5.
  const [, strict] = matchPictures(pictures, 0.55);
  expect(strict && judge(strict, 0)).toEqual({ hits: [0], wrong: [1, 2], missed: [1], ignored: [] });
  // A box below the score leaves its object missed.
  expect(judge(two, 0.8)).toEqual({ hits: [0], wrong: [], missed: [1], ignored: [] });
});

test('totals, and the pictures with the most mistakes first', () => {
  const verdicts = matchPictures(pictures, 0.55).map((one) => judge(one, 0));
  const totals = totalsOf(verdicts);
  expect(totals).toEqual({ hits: 1, wrong: 3, missed: 1 });
  expect([precisionOf(totals), recallOf(totals)]).toEqual([0.25, 0.5]);
  expect(worstFirst(verdicts)).toEqual([1, 0]);
  expect(precisionOf({ hits: 0, wrong: 0, missed: 1 })).toBeNull();
});

test('the curve has a point for each score, and its area is the best precision at each recall', () => {
  const points = precisionRecall(matchPictures(pictures, 0.5));
  expect(points).toEqual([
    { score: 0.9, precision: 1, recall: 0.5 },
    { score: 0.7, precision: 1, recall: 1 },
    { score: 0.6, precision: 2 / 3, recall: 1 },
    { score: 0.5, precision: 0.5, recall: 1 },
  ]);
  expect(averagePrecision(points)).toBe(1);
  // At 0.55 half of the objects are found, first of all boxes: recalls 0 to 0.5 are 51 of 101.
  expect(averagePrecision(precisionRecall(matchPictures(pictures, 0.55)))).toBeCloseTo(51 / 101, 12);
  expect(precisionRecall(matchPictures([picture('sound', { truth: [], boxes: [] })], 0.5))).toEqual([]);
  expect(averagePrecision([])).toBeNull();
});
