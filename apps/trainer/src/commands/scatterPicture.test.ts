import { expect, it } from 'vitest';
import { classColour, drawScatter } from './scatterPicture';

const SIDE = 100;
const pixel = ({ data }: { data: Uint8Array }, x: number, y: number) => [
  ...data.subarray((y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3),
];

it('draws each point in the colour of its class, up being larger', () => {
  // The widest axis fills the picture but for the margin of 24; the other is centred.
  const picture = drawScatter([0, 0, 1, 1], [0, 1], SIDE);
  expect(pixel(picture, 24, 76)).toEqual([84, 133, 214]);
  expect(pixel(picture, 76, 24)).toEqual([209, 129, 73]);
  expect(pixel(picture, 50, 50)).toEqual([255, 255, 255]);
});

it('draws points that lie on one place in the middle', () => {
  const picture = drawScatter([3, 3, 3, 3], [-1, -1], SIDE);
  expect(picture.data.some((value) => value < 255)).toBe(true);
  expect(pixel(picture, 50, 50)[0]).toBeLessThan(255);
});

it('has a colour for every class, and one for none', () => {
  expect(classColour(8)).toBe(classColour(0));
  expect(classColour(-1)).toMatch(/^#[0-9a-f]{6}$/);
  expect(classColour(-1)).not.toBe(classColour(0));
});
