import { expect, test } from 'vitest';
import { bytesOf, maskOf, PICTURES } from '../testing/operations';
import { blackHat, closePicture, openPicture, topHat } from './compositions';
import { dilate, erode } from './dilate';
import { type Element, elementRows } from './element';
import { fillHoles } from './fillHoles';
import { removeSmall } from './removeSmall';

const OPERATIONS = { erode, dilate, open: openPicture, close: closePicture, topHat, blackHat };

function elementOf({ shape, ...sides }: { shape: string; width: number; height: number }): Element {
  if (shape !== 'rectangle' && shape !== 'ellipse' && shape !== 'cross') throw new Error(shape);
  return { shape, ...sides };
}

test.each(PICTURES)('masks and grey pictures are those of OpenCV: $name', ({ picture, mask, entry }) => {
  for (const answers of entry.morphology.elements) {
    const element = elementOf(answers.element);
    for (const [name, operation] of Object.entries(OPERATIONS)) {
      const expected = answers[name as keyof typeof OPERATIONS];
      const what = `${name} ${element.shape} ${element.width} ${element.height}`;
      expect(operation(mask, element), what).toEqual(maskOf(entry, expected.mask));
      if ('grey' in expected && expected.grey) {
        expect(operation(picture, element).data, what).toEqual(bytesOf(expected.grey));
      }
    }
  }
});

test('elements are those of OpenCV', () => {
  for (const { element: given, pixels } of PICTURES[0]?.entry.morphology.elements ?? []) {
    const element = elementOf(given);
    const data = new Uint8Array(element.width * element.height);
    const [x, y] = [Math.floor(element.width / 2), Math.floor(element.height / 2)];
    for (const { down, left, right } of elementRows(element)) {
      data.fill(1, (y + down) * element.width + x + left, (y + down) * element.width + x + right + 1);
    }
    expect(data).toEqual(maskOf(element, pixels).data);
  }
});

test.each(PICTURES)('holes and specks as SciPy and scikit-image: $name', ({ mask, entry }) => {
  expect(fillHoles(mask)).toEqual(maskOf(entry, entry.morphology.filled));
  for (const { connectivity, minArea, mask: expected } of entry.morphology.removeSmall) {
    const found = removeSmall(mask, { minArea, connectivity: connectivity === 4 ? 4 : 8 });
    expect(found).toEqual(maskOf(entry, expected));
  }
});

test('an element wider than the picture sees all of it', () => {
  const picture = { width: 3, height: 2, data: Uint8Array.from([4, 9, 1, 7, 2, 5]) };
  const element = { shape: 'rectangle', width: 99, height: 99 } as const;
  expect([...dilate(picture, element).data]).toEqual([9, 9, 9, 9, 9, 9]);
  expect([...erode(picture, element).data]).toEqual([1, 1, 1, 1, 1, 1]);
  expect(() => dilate(picture, { ...element, width: 0 })).toThrow('an element of 0 x 99 pixels');
});
