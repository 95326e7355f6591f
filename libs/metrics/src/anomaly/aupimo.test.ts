import { expect, it } from 'vitest';
import { createRandom } from '../stats/random';
import { aupimo } from './aupimo';
import { createMapSet } from './createMapSet';
import fixtures from './fixtures/pimo.json';

it.each(fixtures.cases)('anomalib: $name', ({ maps, masks, width, low, high, expected }) => {
  const set = createMapSet();
  maps.forEach((scores, i) => {
    const mask = masks[i];
    set.add({ scores: Float32Array.from(scores), mask: mask ? Uint8Array.from(mask) : null, width });
  });
  const found = aupimo(set, { low, high });
  expect(found?.mean).toBeCloseTo(expected.mean, 4);
  expected.perPicture.forEach((value, i) => {
    if (value === null) expect(found?.perPicture[i]).toBeNull();
    else expect(found?.perPicture[i]).toBeCloseTo(value, 4);
  });
});

it('cuts between two rates by the logarithm, over good pictures of equal weight', () => {
  const set = createMapSet();
  // Rates: 1/8 at 9 (one of four, none of two), then 3/8 at 5 (one of two more).
  set.add({ scores: Float32Array.of(9, 1, 1, 1), mask: null, width: 2 });
  set.add({ scores: Float32Array.of(5, 0), mask: null, width: 2 });
  set.add({ scores: Float32Array.of(10, 7, 5, 2), mask: Uint8Array.of(1, 1, 1, 1), width: 2 });
  // Overlap 1/4 up to 9, 1/2 down to 5, 3/4 there.
  const [low, high] = [1 / 8, 1 / 4];
  const end = 1 / 2 + ((3 / 4 - 1 / 2) * Math.log(high / low)) / Math.log(3);
  expect(aupimo(set, { low, high })?.mean).toBeCloseTo((1 / 2 + end) / 2, 12);
  expect(aupimo(set, { low: 0.1, high: 0.2 })).toBeNull();
});

it('is null without an anomalous or a good picture, and needs a range', () => {
  const random = createRandom(1);
  const [good, bad] = [createMapSet(), createMapSet()];
  const scores = Float32Array.from({ length: 100 }, random);
  good.add({ scores, mask: null, width: 10 });
  bad.add({ scores, mask: new Uint8Array(100).fill(1), width: 10 });
  expect(aupimo(good, { low: 0.1, high: 0.2 })).toBeNull();
  expect(aupimo(bad, { low: 0.1, high: 0.2 })).toBeNull();
  expect(() => aupimo(good, { low: 0.2, high: 0.1 })).toThrow(/no range/);
});
