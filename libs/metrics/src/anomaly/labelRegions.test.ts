import { expect, it } from 'vitest';
import { createRandom } from '../stats/random';
import { labelRegions } from './labelRegions';
import { floodRegions } from './testing/slowAupro';

it('joins at sides and corners, and numbers in reading order', () => {
  const { labels, sizes } = labelRegions(
    Uint8Array.from([
      ...[1, 0, 0, 0, 255],
      ...[0, 1, 0, 7, 0],
      ...[0, 0, 0, 1, 0], //
      ...[1, 0, 0, 0, 0],
      ...[1, 0, 1, 0, 1],
    ]),
    5,
  );
  expect([...labels]).toEqual([
    ...[1, 0, 0, 0, 2],
    ...[0, 1, 0, 2, 0],
    ...[0, 0, 0, 2, 0],
    ...[3, 0, 0, 0, 0],
    ...[3, 0, 4, 0, 5],
  ]);
  expect([...sizes]).toEqual([2, 3, 2, 1, 1]);
});

it('finds what flooding finds, from sparse to full masks', () => {
  const random = createRandom(9);
  for (const share of [0, 0.05, 0.3, 0.45, 0.6, 0.9, 1]) {
    for (const width of [1, 2, 7, 31]) {
      const mask = Uint8Array.from({ length: width * 23 }, () => (random() < share ? 1 : 0));
      const scores = Float32Array.from(mask, (_, i) => i);
      const after = Math.floor(random() * 9);
      const { labels, sizes } = labelRegions(mask, width, { after });
      const flooded = floodRegions({ scores, mask, width });
      expect([...sizes]).toEqual(flooded.map((region) => region.length));
      flooded.forEach((region, r) => {
        expect(region.every((pixel) => labels[pixel] === after + r + 1)).toBe(true);
      });
    }
  }
});

it('refuses a width that does not fit', () => {
  expect(() => labelRegions(new Uint8Array(6), 4)).toThrow(/no rows of 4/);
  expect(labelRegions(new Uint8Array(0), 0).sizes).toHaveLength(0);
});
