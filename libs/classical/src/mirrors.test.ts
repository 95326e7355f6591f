import { expect, test } from 'vitest';
import { mirrorImages } from './mirrors';

test('eight different images of a picture without symmetry, itself first, closed under turning', () => {
  const picture = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const images = mirrorImages(picture, 3);
  expect(images[0]).toEqual(picture);
  expect(images[1]).toEqual(Uint8Array.from([3, 2, 1, 6, 5, 4, 9, 8, 7]));
  expect(images[2]).toEqual(Uint8Array.from([7, 8, 9, 4, 5, 6, 1, 2, 3]));
  expect(images[4]).toEqual(Uint8Array.from([1, 4, 7, 2, 5, 8, 3, 6, 9]));
  const set = new Set(images.map(String));
  expect(set.size).toBe(8);
  for (const image of images) expect(mirrorImages(image, 3).every((other) => set.has(String(other)))).toBe(true);
  expect(() => mirrorImages(picture, 4)).toThrow('not a square');
});
