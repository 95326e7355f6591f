import { expect, test } from 'vitest';
import { ANY_CLASS } from './agreement';
import { drawAgreement } from './drawAgreement';
import { KIND_STYLES } from './kinds';

const mask = (...data: number[]) => ({ width: data.length, height: 1, data: Uint8Array.from(data) });

function drawn(classIndex: number): { colours: number[][]; isSeen: boolean[] } {
  const truth = mask(0, 0, 1, 1, 2, 255);
  const predicted = mask(0, 1, 1, 0, 1, 1);
  const rgba = new Uint8ClampedArray(24);
  drawAgreement(rgba, { truth, predicted, classIndex });
  const pixels = Array.from({ length: 6 }, (_, i) => [...rgba.subarray(4 * i, 4 * i + 4)]);
  return { colours: pixels.map((pixel) => pixel.slice(0, 3)), isSeen: pixels.map((pixel) => (pixel[3] ?? 0) > 0) };
}

test('each pixel has the colour of what became of it, and the unjudged one none', () => {
  const [hit, wrong, missed] = [KIND_STYLES.hit, KIND_STYLES.wrong, KIND_STYLES.missed].map(({ rgb }) => [...rgb]);
  const none = [0, 0, 0];
  expect(drawn(ANY_CLASS).colours).toEqual([none, wrong, hit, missed, hit, none]);
  expect(drawn(ANY_CLASS).isSeen).toEqual([false, true, true, true, true, false]);
  // Looked at alone, class 1 where class 2 is was wrong.
  expect(drawn(1).colours).toEqual([none, wrong, hit, missed, wrong, none]);
});
