import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskBoundary } from './maskBoundary';
import { maskOf, rleOf } from './rle';

type Size = { height: number; width: number };

/** Each pixel on its own: whether the outside or the edge is within the distance. */
function slowBoundary(mask: readonly number[], { height, width }: Size, distance: number): number[] {
  const isInside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === 1;
  return mask.map((value, i) => {
    if (!value) return 0;
    for (let dy = -distance; dy <= distance; dy++) {
      for (let dx = -distance; dx <= distance; dx++) {
        if (!isInside((i % width) + dx, Math.floor(i / width) + dy)) return 1;
      }
    }
    return 0;
  });
}

const given = fc
  .record({ height: fc.integer({ min: 1, max: 14 }), width: fc.integer({ min: 1, max: 14 }) })
  .chain((size) => {
    const length = size.height * size.width;
    // Mostly inside, so that something is left after an erosion.
    const pixel = fc.integer({ min: 0, max: 12 }).map((value) => (value > 0 ? 1 : 0));
    return fc.record({ size: fc.constant(size), mask: fc.array(pixel, { minLength: length, maxLength: length }) });
  });

it('is what lies near the outside, pixel by pixel', () => {
  fc.assert(
    fc.property(given, fc.integer({ min: 1, max: 3 }), ({ size, mask }, distance) => {
      const ratio = distance / Math.sqrt(size.height ** 2 + size.width ** 2);
      const found = maskBoundary(rleOf(mask, size), ratio);
      expect([...maskOf(found)]).toEqual(slowBoundary(mask, size, distance));
      expect([...found.counts]).toEqual([...rleOf([...maskOf(found)], size).counts]);
    }),
  );
});

it('is two hundredths of the diagonal wide', () => {
  // The diagonal of 60 x 80 is 100: two pixels.
  const size = { height: 60, width: 80 };
  const full = maskBoundary(rleOf(new Array(4800).fill(1), size));
  expect(maskOf(full).filter((pixel) => pixel === 0)).toHaveLength(56 * 76);
});
