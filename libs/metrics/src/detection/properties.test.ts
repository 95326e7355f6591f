import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictedBox, TruthBox } from './box';
import { boxIou } from './boxIou';
import { cocoFigures } from './cocoFigures';
import { detectionCurve } from './detectionCurve';
import { matchBoxes } from './matchBoxes';
import { matchPictures, type PictureBoxes } from './matchPictures';
import { slowFigures } from './testing/slowFigures';

const CLASSES = 3;
const side = fc.integer({ min: 0, max: 40 });
const shape = { x: side, y: side, w: side, h: side, class: fc.integer({ min: 0, max: CLASSES - 1 }) };
const truthBox = fc.record({ ...shape, crowd: fc.boolean() });
const predictedBox = fc.record({ ...shape, score: fc.integer({ min: 0, max: 9 }) });
/** A picture whose predictions are objects, moved a little or not, and a few others. */
const picture: fc.Arbitrary<PictureBoxes> = fc
  .record({
    truth: fc.array(truthBox, { maxLength: 6 }),
    moves: fc.array(fc.record({ of: fc.nat(), by: fc.integer({ min: -3, max: 3 }), score: fc.nat(9) }), {
      maxLength: 8,
    }),
    others: fc.array(predictedBox, { maxLength: 3 }),
  })
  .map(({ truth, moves, others }) => {
    const moved = moves.flatMap(({ of, by, score }): PredictedBox[] => {
      const box = truth[of % Math.max(1, truth.length)];
      return box ? [{ x: box.x + by, y: box.y, w: box.w, h: box.h, class: box.class, score }] : [];
    });
    return { truth, predictions: [...moved, ...others] };
  });
const pictures = fc.array(picture, { minLength: 1, maxLength: 5 });
const figuresOf = (given: readonly PictureBoxes[]) => cocoFigures(matchPictures(given, { classes: CLASSES }));

/** Scores that all differ: the order is then one's own. */
function distinct(given: readonly PictureBoxes[]): PictureBoxes[] {
  let next = 0;
  return given.map(({ truth, predictions }) => ({
    truth,
    predictions: predictions.map((box) => ({ ...box, score: box.score + 1e-4 * next++ })),
  }));
}

describe('COCO figures', () => {
  it('are those of the definition written out', () => {
    fc.assert(
      fc.property(pictures, (given) => {
        const found = figuresOf(given);
        const slow = slowFigures(given, CLASSES);
        for (const key of ['ap', 'ap50', 'apSmall', 'ar1', 'ar100', 'arSmall'] as const) {
          if (slow[key] === null) expect(found[key]).toBeNull();
          else expect(found[key]).toBeCloseTo(slow[key], 10);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lie between 0 and 1, or are null', () => {
    fc.assert(
      fc.property(pictures, (given) => {
        const { perClass, ...summary } = figuresOf(given);
        for (const value of [...Object.values(summary), ...perClass.flatMap(({ ap, ap50 }) => [ap, ap50])]) {
          if (value !== null) expect(value >= 0 && value <= 1).toBe(true);
        }
      }),
    );
  });

  it('do not depend on the order of pictures and boxes, nor on the scores but by their order', () => {
    fc.assert(
      fc.property(pictures, (given) => {
        const sure = distinct(given);
        const expected = figuresOf(sure);
        const turned = sure.toReversed().map(({ truth, predictions }) => ({
          truth: hasTies(truth, predictions) ? truth : truth.toReversed(),
          predictions: predictions.toReversed(),
        }));
        expect(figuresOf(turned)).toEqual(expected);
        const raised = sure.map(({ truth, predictions }) => ({
          truth,
          predictions: predictions.map((box) => ({ ...box, score: Math.exp(box.score) - 50 })),
        }));
        expect(figuresOf(raised)).toEqual(expected);
      }),
    );
  });

  it('are 1 when everything is found as it is', () => {
    fc.assert(
      fc.property(pictures, (given) => {
        const perfect = given.map(({ truth }) => ({
          truth,
          predictions: truth
            .filter(({ w, h }) => w * h > 0)
            .map(({ crowd, ...box }) => ({ ...box, score: crowd ? 0.1 : 1 })),
        }));
        const lost = given.some(({ truth }) => truth.some(({ w, h }) => w * h === 0));
        const { ap, ar100 } = figuresOf(perfect);
        if (lost || ap === null) return;
        expect(ap).toBeCloseTo(1, 12);
        expect(ar100).toBe(1);
      }),
    );
  });
});

/** Whether a prediction overlaps two objects alike, so that their order decides. */
function hasTies(truth: readonly TruthBox[], predictions: readonly PredictedBox[]): boolean {
  return predictions.some((prediction) => {
    const ious = truth
      .filter((box) => box.class === prediction.class)
      .map((box) => boxIou(prediction, box))
      .filter((iou) => iou >= 0.5);
    return new Set(ious).size < ious.length;
  });
}

describe('detectionCurve', () => {
  it('ends at the counts of matchBoxes, picture by picture', () => {
    fc.assert(
      fc.property(pictures, (given) => {
        const matches = given.map(({ truth, predictions }) => matchBoxes(truth, predictions));
        const sum = (key: 'truePositives' | 'falsePositives' | 'falseNegatives') =>
          matches.reduce((total, match) => total + match[key], 0);
        const curve = detectionCurve(matchPictures(given, { classes: CLASSES }));
        const right = sum('truePositives');
        expect(curve.objects).toBe(right + sum('falseNegatives'));
        if (right + sum('falsePositives') === 0) return;
        expect(curve.precision.at(-1)).toBe(right / (right + sum('falsePositives')));
        if (curve.objects > 0) expect(curve.recall.at(-1)).toBe(right / curve.objects);
      }),
    );
  });

  it('has a point a score, and the average precision of COCO', () => {
    const box = { x: 0, y: 0, w: 9, h: 9, class: 0 };
    const given = [
      {
        truth: [box],
        predictions: [
          { ...box, score: 0.9 },
          { ...box, score: 0.5 },
        ],
      },
      { truth: [box], predictions: [{ ...box, score: 0.5 }] },
    ];
    const matching = matchPictures(given, { classes: 2, thresholds: [0.5] });
    const curve = detectionCurve(matching, { class: 0 });
    expect([...curve.score]).toEqual([0.9, 0.5]);
    expect([...curve.precision]).toEqual([1, 2 / 3]);
    expect([...curve.recall]).toEqual([0.5, 1]);
    // Precision 1 at the recalls 0 to 0.5, and 2/3 at the other 50.
    expect(curve.averagePrecision).toBeCloseTo((51 + 50 * (2 / 3)) / 101, 12);
    expect(detectionCurve(matching).averagePrecision).toBe(curve.averagePrecision);
    expect(detectionCurve(matching, { class: 1 })).toMatchObject({ objects: 0, averagePrecision: null });
  });
});

it('matchPictures refuses unknown classes and scores without value', () => {
  const box = { x: 0, y: 0, w: 1, h: 1, class: 0 };
  const refuse = (given: PictureBoxes) => () => matchPictures([given], { classes: 1 });
  expect(refuse({ truth: [{ ...box, class: 1 }], predictions: [] })).toThrow(/picture 0 has a box of class 1/);
  expect(refuse({ truth: [], predictions: [{ ...box, score: Number.NaN }] })).toThrow(/score is NaN/);
});
