import { expect, test } from 'vitest';
import { maskOf, PICTURES } from '../testing/operations';
import { cannyEdges } from './canny';

test.each(PICTURES)('edges are exactly those of OpenCV: $name', ({ picture, entry }) => {
  for (const { mask, ...options } of entry.edges) {
    expect(cannyEdges(picture, options), JSON.stringify(options)).toEqual(maskOf(entry, mask));
  }
});

test('a flat picture has no edge, and one without pixels is refused', () => {
  const picture = { width: 4, height: 3, data: new Uint8Array(12).fill(9) };
  expect(cannyEdges(picture, { low: 0, high: 0 }).data.every((value) => value === 0)).toBe(true);
  expect(() => cannyEdges({ ...picture, width: 0 }, { low: 1, high: 2 })).toThrow('not a picture');
});
