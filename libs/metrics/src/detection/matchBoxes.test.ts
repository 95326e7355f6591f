import { describe, expect, it } from 'vitest';
import { boxIou } from './boxIou';
import { matchBoxes } from './matchBoxes';

const box = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });
const truth = (x: number, y: number, w: number, h: number, more: { class?: number; crowd?: boolean } = {}) => ({
  ...box(x, y, w, h),
  class: 0,
  ...more,
});
const predicted = (x: number, y: number, w: number, h: number, score: number, klass = 0) => ({
  ...box(x, y, w, h),
  class: klass,
  score,
});

describe('boxIou', () => {
  it('is intersection over union', () => {
    expect(boxIou(box(0, 0, 4, 4), box(0, 0, 4, 4))).toBe(1);
    // 2 x 4 of 16 + 16 - 8
    expect(boxIou(box(0, 0, 4, 4), box(2, 0, 4, 4))).toBe(8 / 24);
    expect(boxIou(box(0, 0, 4, 4), box(4, 0, 4, 4))).toBe(0);
    expect(boxIou(box(0, 0, 0, 4), box(0, 0, 4, 4))).toBe(0);
  });

  it('is the share within a crowd', () => {
    expect(boxIou(box(0, 0, 4, 4), { ...box(2, 0, 100, 4), crowd: true })).toBe(0.5);
  });
});

describe('matchBoxes', () => {
  it('tells found, missed and wrong apart, with partners', () => {
    const found = matchBoxes(
      [truth(0, 0, 10, 10), truth(50, 50, 10, 10), truth(0, 0, 10, 10, { class: 1 })],
      [predicted(1, 0, 10, 10, 0.5), predicted(0, 0, 10, 10, 0.9), predicted(90, 90, 5, 5, 0.8)],
    );
    expect(found).toMatchObject({ truePositives: 1, falsePositives: 2, falseNegatives: 2 });
    expect(found.predictions).toEqual([
      { kind: 'falsePositive', partner: null, iou: 90 / 110 },
      { kind: 'truePositive', partner: 0, iou: 1 },
      { kind: 'falsePositive', partner: null, iou: 0 },
    ]);
    expect(found.truth.map(({ kind, partner }) => [kind, partner])).toEqual([
      ['found', 1],
      ['missed', null],
      ['missed', null],
    ]);
  });

  it('lets equal scores choose in the order given, and the later of two boxes that are alike', () => {
    const twins = [truth(0, 0, 10, 10), truth(0, 0, 10, 10)];
    const same = [predicted(0, 0, 10, 10, 0.5), predicted(0, 0, 10, 10, 0.5)];
    expect(matchBoxes(twins, same).predictions.map(({ partner }) => partner)).toEqual([1, 0]);
  });

  it('takes a crowd as often as needed, but only where no object is free', () => {
    const found = matchBoxes(
      [truth(0, 0, 100, 100, { crowd: true }), truth(0, 0, 10, 10)],
      [predicted(0, 0, 10, 10, 0.9), predicted(0, 0, 10, 10, 0.8), predicted(20, 20, 5, 5, 0.7)],
    );
    expect(found.predictions.map(({ kind, partner }) => [kind, partner])).toEqual([
      ['truePositive', 1],
      ['ignored', 0],
      ['ignored', 0],
    ]);
    expect(found).toMatchObject({ truePositives: 1, falsePositives: 0, falseNegatives: 0 });
  });

  it('counts from the threshold on', () => {
    const half = [predicted(0, 0, 10, 5, 1)];
    expect(matchBoxes([truth(0, 0, 10, 10)], half, { iouMin: 0.5 }).truePositives).toBe(1);
    expect(matchBoxes([truth(0, 0, 10, 10)], half, { iouMin: 0.51 }).truePositives).toBe(0);
    expect(matchBoxes([truth(0, 0, 10, 10)], [predicted(0, 0, 10, 10, 1)], { iouMin: 1 }).truePositives).toBe(1);
  });

  it('answers where there is nothing, and refuses NaN', () => {
    expect(matchBoxes([], [])).toMatchObject({ predictions: [], truth: [], falseNegatives: 0 });
    expect(() => matchBoxes([], [predicted(0, 0, 1, 1, Number.NaN)])).toThrow(/score 0 is NaN/);
  });
});
