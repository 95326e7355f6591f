import { expect, test } from 'vitest';
import reference from './fixtures/classical.json';
import { hog, hogLength } from './hog';

test.each(reference.hog)('equals scikit-image on $width x $height, cell $cell, $orientations bins', (picture) => {
  const descriptor = hog(Uint8Array.from(picture.pixels), picture.width, picture.height, picture);
  expect(descriptor.length).toBe(picture.descriptor.length);
  expect(descriptor.length).toBe(hogLength(picture.width, picture.height, picture));
  const largest = Math.max(...picture.descriptor.map((value, i) => Math.abs(value - (descriptor[i] ?? Number.NaN))));
  expect(largest).toBeLessThan(1e-6);
});

test('a flat picture has no direction', () => {
  expect([...hog(new Uint8Array(256).fill(9), 16, 16, { orientations: 9, cell: 8 })].every((v) => v === 0)).toBe(true);
});

test('a picture without room for a block is refused', () => {
  expect(() => hog(new Uint8Array(64), 8, 8, { orientations: 9, cell: 8 })).toThrow('no block of 2 x 2 cells');
});
