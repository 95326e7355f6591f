import { createRandom, delongTest, mcnemarTest } from '@assay/metrics';
import { describe, expect, it } from 'vitest';
import { type PictureScores, pictureKey, pictureScores } from './pictureScores';
import { type Side, testPictures } from './testPictures';

const N = 120;
const random = createRandom(4);
const LABELS = Uint8Array.from({ length: N }, () => (random() < 0.5 ? 1 : 0));

/** A model of two classes whose scores lie `apart` between them. */
function model(apart: number): PictureScores {
  const scores = Float64Array.from(LABELS, (label) => random() + apart * label);
  const limit = (1 + apart) / 2;
  const isRight = Uint8Array.from(scores, (score, i) => ((score > limit ? 1 : 0) === LABELS[i] ? 1 : 0));
  return { isRight, perClass: [{ labels: LABELS, scores }] };
}

const side = (apart: number, seeds: readonly number[]): Side => seeds.map((seed) => ({ seed, scores: model(apart) }));
const share = ({ isRight }: PictureScores): number => Array.from(isRight ?? []).filter(Boolean).length / N;
const average = (of: Side): number => of.reduce((sum, { scores }) => sum + share(scores), 0) / of.length;

describe('testPictures', () => {
  const [left, right] = [side(1.2, [0, 1, 2]), side(0.3, [0, 1, 5])];
  const found = testPictures({ a: 'good', b: 'poor', left, right, groups: null });

  it('is about the mean over the runs and says so', () => {
    const [accuracy, area, precision] = found.figures;
    expect(accuracy?.difference).toBeCloseTo(average(left) - average(right), 12);
    expect([accuracy?.figure, area?.figure, precision?.figure]).toEqual(['accuracy', 'rocAuc', 'averagePrecision']);
    for (const { p, low, high, says } of found.figures) {
      expect(p).toBeLessThan(0.01);
      expect(low ?? 0).toBeLessThan(high ?? 0);
      expect(says).toContain('good is higher than poor');
      expect(says).toContain('the mean of these 3 and 3 models as they are, not of training again');
    }
  });

  it('puts the two runs of a seed beside each other', () => {
    expect(found.bySeed.map(({ seed }) => seed)).toEqual([0, 1]);
    const [a, b] = [left[0]?.scores, right[0]?.scores];
    let [onlyA, onlyB] = [0, 0];
    for (let i = 0; i < N; i++) {
      if (a?.isRight?.[i] && !b?.isRight?.[i]) onlyA++;
      if (!a?.isRight?.[i] && b?.isRight?.[i]) onlyB++;
    }
    const expected = mcnemarTest({ onlyA, onlyB, n: N });
    expect(found.bySeed[0]?.mcnemar).toMatchObject({ onlyA, onlyB, p: expected.p, low: expected.low });
    const scores = { a: a?.perClass[0]?.scores ?? [], b: b?.perClass[0]?.scores ?? [] };
    expect(found.bySeed[0]?.delong?.p).toBe(delongTest(LABELS, scores).p);
  });

  it('draws whole parts, and leaves out tests that take pictures for independent', () => {
    const groups = Array.from({ length: N }, (_, i) => Math.floor(i / 6));
    const grouped = testPictures({ a: 'good', b: 'poor', left, right, groups });
    expect(grouped.groups).toBe(20);
    expect(grouped.bySeed[0]).toMatchObject({ mcnemar: null, delong: null });
    expect(grouped.says).toContain('whole groups of pictures');
    expect(grouped.figures[0]?.difference).toBe(found.figures[0]?.difference);
    expect(grouped.figures[0]?.low).not.toBe(found.figures[0]?.low);
  });

  it('finds nothing between equals', () => {
    const same = testPictures({ a: 'one', b: 'other', left, right: left, groups: null });
    expect(same.figures[0]).toMatchObject({ difference: 0, p: null });
    expect(same.figures[0]?.says).toContain('Nothing can be said');
  });
});

describe('pictureScores', () => {
  const digest = (i: number) => String(i).padStart(64, '0');
  const lines = [0, 1, 2].map((i) => ({ item: digest(i), path: `${i}.png`, truth: { label: i % 2 } }));
  const keys = lines.map(pictureKey);
  const header = {
    version: 1 as const,
    task: 'classical' as const,
    datasetDigest: digest(9),
    split: 'test' as const,
    classes: ['good', 'scratch'],
    scores: 'decision' as const,
    threshold: null,
    protocol: { name: 'classification', parameters: {} },
  };

  it('reads scores of classes by picture, in the order that is asked for', () => {
    const scored = lines.map((line, i) => ({ ...line, scores: i === 1 ? [0.9, 0.1] : [0.7, 0.3] }));
    const found = pictureScores({ header, lines: scored }, [...keys].reverse());
    expect([...(found?.isRight ?? [])]).toEqual([1, 0, 1]);
    expect(found?.perClass).toHaveLength(1);
    expect([...(found?.perClass[0]?.scores ?? [])]).toEqual([0.3, 0.1, 0.3]);
    const three = {
      header: { ...header, classes: ['a', 'b', 'c'] },
      lines: lines.map((line) => ({ ...line, scores: [1, 0, 0] })),
    };
    expect(pictureScores(three, keys)?.perClass).toHaveLength(3);
  });

  it('reads scores of anomalies with and without a threshold', () => {
    const scored = lines.map((line, i) => ({ ...line, score: i }));
    expect(pictureScores({ header, lines: scored }, keys)?.isRight).toBeNull();
    const decided = pictureScores({ header: { ...header, threshold: 1 }, lines: scored }, keys);
    expect([...(decided?.isRight ?? [])]).toEqual([1, 1, 0]);
  });

  it('is null without an answer a picture', () => {
    expect(pictureScores({ header, lines }, keys)).toBeNull();
    expect(pictureScores({ header, lines: lines.slice(1) }, keys)).toBeNull();
  });
});
