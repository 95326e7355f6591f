import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../fixtures/masks.json';
import { decodeCounts, encodeCounts } from './decodeCounts';
import { mergeRles } from './mergeRles';
import { maskOf, type Rle, rleArea, rleOf } from './rle';
import { rleBox } from './rleBox';
import { rleIou } from './rleIou';
import { segmentationRle } from './segmentationRle';

describe('polygons are drawn as pycocotools draws them', () => {
  it.each(fixture.rasters)('$kind, $size', ({ size, polygons, compressed, counts, area, box }) => {
    const [height = 0, width = 0] = size;
    const mask = segmentationRle(polygons, { height, width });
    expect([...mask.counts]).toEqual(counts);
    expect(encodeCounts(mask.counts)).toBe(compressed);
    expect([...decodeCounts(compressed)]).toEqual(counts);
    expect(rleArea(mask)).toBe(area);
    expect(Object.values(rleBox(mask))).toEqual(box);
  });
});

/** Two masks of one size as 0 and 1. */
const pair = fc
  .record({ height: fc.integer({ min: 1, max: 7 }), width: fc.integer({ min: 1, max: 7 }) })
  .chain((size) => {
    const mask = fc.array(fc.integer({ min: 0, max: 1 }), {
      minLength: size.height * size.width,
      maxLength: size.height * size.width,
    });
    return fc.record({ size: fc.constant(size), a: mask, b: mask });
  });

describe('run lengths against arrays of pixels', () => {
  it('go there and back, and through text', () => {
    fc.assert(
      fc.property(pair, ({ size, a }) => {
        const rle = rleOf(a, size);
        expect([...maskOf(rle)]).toEqual(a);
        expect(rleArea(rle)).toBe(a.filter(Boolean).length);
        expect([...decodeCounts(encodeCounts(rle.counts))]).toEqual([...rle.counts]);
      }),
    );
    const long = [0, 4_000_000_000, 17, 3, 5];
    expect([...decodeCounts(encodeCounts(long))]).toEqual(long);
  });

  it('have the overlap, the union and the box of the pixels', () => {
    fc.assert(
      fc.property(pair, ({ size, a, b }) => {
        const [one, other] = [rleOf(a, size), rleOf(b, size)];
        const shared = a.filter((value, i) => value && b[i]).length;
        const either = a.map((value, i) => (value || b[i] ? 1 : 0));
        const area = a.filter(Boolean).length;
        expect(rleIou(one, other)).toBe(shared === 0 ? 0 : shared / either.filter(Boolean).length);
        expect(rleIou(one, other, true)).toBe(shared === 0 ? 0 : shared / area);
        expect([...maskOf(mergeRles([one, other]))]).toEqual(either);
        expect(rleBox(one)).toEqual(slowBox(a, size));
      }),
    );
  });
});

function slowBox(mask: readonly number[], { width }: { width: number }) {
  const on = mask.flatMap((value, i) => (value ? [{ x: i % width, y: Math.floor(i / width) }] : []));
  if (on.length === 0) return { x: 0, y: 0, w: 0, h: 0 };
  const [x, y] = [Math.min(...on.map((p) => p.x)), Math.min(...on.map((p) => p.y))];
  return { x, y, w: Math.max(...on.map((p) => p.x)) - x + 1, h: Math.max(...on.map((p) => p.y)) - y + 1 };
}

describe('segmentationRle', () => {
  const picture = { height: 2, width: 3 };
  const runs = (counts: string | number[], size = [2, 3]): Rle => segmentationRle({ size, counts }, picture);

  it('reads both kinds of runs', () => {
    expect([...runs([1, 2, 3]).counts]).toEqual([1, 2, 3]);
    expect([...runs('123').counts]).toEqual([1, 2, 3]);
  });

  it.each([
    ['runs that do not sum to the size', () => runs([1, 2]), /2 runs sum to 3, not to 2 x 3 = 6/],
    ['no runs', () => runs(''), /0 runs sum to 0/],
    ['another size', () => runs([6], [3, 2]), /\.size: \[3,2\], the picture is \[2, 3\]/],
    ['a text that is cut off', () => runs('12P'), /cut off within run 2/],
    ['a foreign character', () => runs('1 3'), /character 1, " "/],
    ['a run below 0', () => runs('12O'), /run 2 is -1/],
    ['a text without end', () => runs('oooooooooo'), /run 0 is too long/],
    ['a count below 0', () => runs([1, -2, 7]), /counts\[1\]: -2/],
    ['half a pixel', () => runs([0.5, 5.5]), /counts\[0\]: 0.5/],
    ['no polygons', () => segmentationRle([], picture), /no polygons/],
    ['two points', () => segmentationRle([[0, 0, 1, 1]], picture), /\[0\]: 4 numbers/],
    ['half a point', () => segmentationRle([[0, 0, 1, 1, 2, 2, 3]], picture), /\[0\]: 7 numbers/],
    ['a point nowhere', () => segmentationRle([[0, 0, 1, 1, 2, 1e12]], picture), /\[0\]\[5\]: 1000000000000/],
  ])('refuses %s', (_, read, words) => {
    expect(read).toThrow(words);
  });
});
