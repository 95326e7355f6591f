import { expect, test } from 'vitest';
import { bytesOf, PICTURES } from '../testing/operations';
import { describeComponents, maskHuMoments } from './describe';
import { labelComponents } from './label';

/** The fixture holds seven digits. */
const near = (value: number) => expect.closeTo(value, value < 10 ? 5 : 3);

test.each(PICTURES)('components and their shapes are those of scikit-image: $name', ({ mask, entry }) => {
  for (const { connectivity: given, labels, shapes } of entry.components) {
    const connectivity = given === 4 ? 4 : 8;
    expect([...labelComponents(mask, connectivity).data]).toEqual([...bytesOf(labels)]);
    const found = describeComponents(mask, connectivity);
    expect(found.length).toBe(Math.max(0, ...bytesOf(labels)));
    // The fixture holds the first ones.
    expect(found.slice(0, shapes.length)).toEqual(
      shapes.map((shape) => ({
        ...shape,
        centroid: { x: near(shape.centroid.x), y: near(shape.centroid.y) },
        perimeter: near(shape.perimeter),
        eccentricity: near(shape.eccentricity),
        orientation: near(shape.orientation),
        solidity: near(shape.solidity),
        extent: near(shape.extent),
        equivalentDiameter: near(shape.equivalentDiameter),
        hu: shape.hu.map((moment) => expect.closeTo(moment, 6)),
      })),
    );
  }
});

test.each(PICTURES)('the moments of a mask are those of OpenCV: $name', ({ mask, entry }) => {
  maskHuMoments(mask).forEach((moment, i) => {
    const expected = entry.hu[i] ?? Number.NaN;
    expect(Math.abs(moment - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected) + 1e-15);
  });
});

test('a spiral is one component of long detours', () => {
  const rows = ['1111111', '0000001', '1111101', '1000101', '1011101', '1000001', '1111111'];
  const mask = { width: 7, height: 7, data: Uint8Array.from(rows.join(''), Number) };
  expect(labelComponents(mask, 4).count).toBe(1);
  const turned = { ...mask, data: mask.data.map((value) => 1 - value) };
  expect(labelComponents(turned, 4).count).toBe(1);
  expect(describeComponents(turned, 4)[0]?.area).toBe(49 - mask.data.reduce((sum, value) => sum + value, 0));
});

test('nothing has no components and no moments', () => {
  const mask = { width: 2, height: 2, data: new Uint8Array(4) };
  expect(describeComponents(mask, 8)).toEqual([]);
  expect(maskHuMoments(mask)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});
