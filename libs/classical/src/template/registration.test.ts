import { expect, test } from 'vitest';
import { bytesOf, PICTURES } from '../testing/operations';
import { goldenDifference } from './goldenDifference';
import { movePicture } from './movePicture';
import { phaseCorrelation } from './phaseCorrelation';

const cases = PICTURES.flatMap(({ name, picture, entry }) =>
  entry.registration ? [{ name, picture, ...entry.registration }] : [],
);

test('there are cases', () => expect(cases.length).toBe(2));

test.each(cases)('shifts are those of scikit-image: $name', ({ picture, shifts }) => {
  for (const { moving, upsampling, x, y } of shifts) {
    const found = phaseCorrelation(picture, { ...picture, data: bytesOf(moving) }, upsampling);
    expect(found.x).toBeCloseTo(x, 6);
    expect(found.y).toBeCloseTo(y, 6);
  }
});

test.each(cases)('a moved picture is that of SciPy: $name', ({ picture, moved }) => {
  const { data } = movePicture(picture, moved);
  moved.every7th.forEach((value, i) => {
    expect(data[i * 7]).toBeCloseTo(value, 4);
  });
});

test('a spot on a moved copy is all that differs', () => {
  const [width, height] = [64, 48];
  let state = 5;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 16) & 127;
  };
  const picture = { width, height, data: Uint8Array.from({ length: width * height }, next) };
  const at = (x: number, y: number) => picture.data[Math.max(0, y) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  const copy = {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => at((i % width) - 2, Math.floor(i / width) - 1)),
  };
  const spot = 20 * width + 15;
  copy.data[spot] = (copy.data[spot] ?? 0) < 128 ? 255 : 0;
  const { shift, mask, difference } = goldenDifference(copy, picture, { tolerance: 20, slack: 1, upsampling: 1 });
  expect(shift).toEqual({ x: 2, y: 1 });
  const marked = [...mask.data].flatMap((value, i) => (value ? [i] : []));
  expect(marked).toEqual([spot]);
  expect(difference.data[spot]).toBeGreaterThan(20);
});

test('pictures of two sizes are refused', () => {
  const picture = { width: 2, height: 2, data: new Uint8Array(4) };
  expect(() => goldenDifference(picture, { width: 4, height: 1, data: new Uint8Array(4) })).toThrow('are not one size');
  expect(() => phaseCorrelation(picture, picture, 0)).toThrow('upsampling 0');
});
