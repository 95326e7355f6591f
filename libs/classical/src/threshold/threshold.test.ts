import { expect, test } from 'vitest';
import { maskOf, PICTURES } from '../testing/operations';
import { adaptiveMask } from './adaptive';
import { greyHistogram } from './greyHistogram';
import { liThreshold } from './li';
import { maskAbove } from './maskAbove';
import { multiOtsuThresholds } from './multiOtsu';
import { niblackThresholds } from './niblack';
import { otsuThreshold } from './otsu';
import { sauvolaThresholds } from './sauvola';
import { triangleThreshold } from './triangle';
import { yenThreshold } from './yen';

test.each(PICTURES)('thresholds of the histogram are those of scikit-image: $name', ({ picture, entry, mask }) => {
  const counts = greyHistogram(picture);
  const { otsu, yen, li, triangle, multiOtsu } = entry.thresholds;
  expect({ otsu: otsuThreshold(counts), yen: yenThreshold(counts), triangle: triangleThreshold(counts) }).toEqual({
    otsu,
    yen,
    triangle,
  });
  expect(liThreshold(counts)).toBeCloseTo(li, 11);
  for (const { classes, thresholds } of multiOtsu) expect(multiOtsuThresholds(counts, classes)).toEqual(thresholds);
  expect(maskAbove(picture, otsu)).toEqual(mask);
});

test.each(PICTURES)('local thresholds part the pixels as those of scikit-image: $name', ({ picture, entry }) => {
  for (const { window, k, sauvola, niblack } of entry.thresholds.local) {
    expect(maskAbove(picture, sauvolaThresholds(picture, { window, k }))).toEqual(maskOf(entry, sauvola));
    expect(maskAbove(picture, niblackThresholds(picture, { window, k }))).toEqual(maskOf(entry, niblack));
  }
});

test.each(PICTURES)('adaptive masks are those of OpenCV: $name', ({ picture, entry }) => {
  for (const { method, block, c, mask } of entry.thresholds.adaptive) {
    if (method !== 'mean' && method !== 'gaussian') throw new Error(method);
    expect(adaptiveMask(picture, { method, block, c }), `${method} ${block} ${c}`).toEqual(maskOf(entry, mask));
  }
});

test('a picture of one value is its own threshold', () => {
  const counts = greyHistogram({ width: 3, height: 2, data: new Uint8Array(6).fill(77) });
  for (const thresholdOf of [otsuThreshold, yenThreshold, liThreshold, triangleThreshold]) {
    expect(thresholdOf(counts)).toBe(77);
  }
});

test('what has no threshold is refused', () => {
  expect(() => otsuThreshold(new Uint32Array(256))).toThrow('no pixels');
  expect(() => multiOtsuThresholds([1, 1, 0], 3)).toThrow('2 grey values cannot be parted into 3 classes');
  expect(() => multiOtsuThresholds([1, 1, 1], 6)).toThrow('6 classes, not 2 to 5');
  const picture = { width: 2, height: 2, data: new Uint8Array(4) };
  expect(() => adaptiveMask(picture, { method: 'mean', block: 4, c: 0 })).toThrow('a block of 4 pixels: an odd number');
  expect(() => niblackThresholds(picture, { window: 2 })).toThrow('a window of 2 pixels');
  expect(() => greyHistogram({ ...picture, width: 3 })).toThrow('4 pixels are not a picture of 3 x 2');
});
