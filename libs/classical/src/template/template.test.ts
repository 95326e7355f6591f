import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GreyPicture } from '../picture';
import { coefficientAt, coefficientsEverywhere, templateMoments } from './correlation';
import { matchTemplate } from './matchTemplate';

/** All places one by one, by the definition. */
function bestByDefinition(picture: GreyPicture, template: GreyPicture) {
  const deviations = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const t = deviations([...template.data]);
  let best = { x: 0, y: 0, score: Number.NEGATIVE_INFINITY };
  for (let y = 0; y + template.height <= picture.height; y++) {
    for (let x = 0; x + template.width <= picture.width; x++) {
      const window = deviations(
        [...template.data].map((_, i) => {
          const row = y + Math.floor(i / template.width);
          return picture.data[row * picture.width + x + (i % template.width)] ?? 0;
        }),
      );
      const dot = window.reduce((sum, value, i) => sum + value * (t[i] ?? 0), 0);
      const norms = Math.hypot(...window) * Math.hypot(...t);
      const score = Math.hypot(...window) < 1e-9 ? 0 : dot / norms;
      if (score > best.score + 1e-10) best = { x, y, score };
    }
  }
  return best;
}

const pictureOf = (width: number, height: number, values: fc.Arbitrary<number>) =>
  fc
    .array(values, { minLength: width * height, maxLength: width * height })
    .map((data) => ({ width, height, data: Uint8Array.from(data) }));
const sized = (most: number) => fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }));
const cases = fc.tuple(sized(24), sized(24)).chain(([[a, b], [c, d]]) => {
  const values = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 0, 0, 200));
  return fc.tuple(pictureOf(Math.max(a, c), Math.max(b, d), values), pictureOf(Math.min(a, c), Math.min(b, d), values));
});

test('the best place is that of the definition, whatever the sizes', () => {
  fc.assert(
    fc.property(cases, ([picture, template]) => {
      fc.pre(new Set(template.data).size > 1);
      const expected = bestByDefinition(picture, template);
      const found = matchTemplate(picture, template);
      expect(found.score).toBeCloseTo(expected.score, 9);
      expect([found.x, found.y]).toEqual([expected.x, expected.y]);
    }),
    { numRuns: 150, seed: 41 },
  );
});

test('transforms and pixels give the same coefficients', () => {
  const [picture, template] = [noise(31, 22, 1), noise(7, 9, 2)];
  const moments = templateMoments(template);
  const found = coefficientsEverywhere(picture, template, moments);
  found.forEach((coefficient, i) => {
    const [x, y] = [i % 25, Math.floor(i / 25)];
    expect(coefficient).toBeCloseTo(coefficientAt(picture, template, { x, y, moments }), 10);
  });
});

test('a cut is found where it was, exactly, and under noise by transforms', () => {
  const picture = noise(150, 120, 3);
  const cut = (x: number, y: number, width: number, height: number) => ({
    width,
    height,
    data: Uint8Array.from(
      { length: width * height },
      (_, i) => picture.data[(y + Math.floor(i / width)) * 150 + x + (i % width)] ?? 0,
    ),
  });
  expect(matchTemplate(picture, cut(37, 61, 20, 33))).toEqual({ x: 37, y: 61, score: 1 });
  const noisy = cut(90, 5, 16, 16);
  noisy.data.forEach((value, i) => {
    noisy.data[i] = Math.min(255, Math.floor(value / 4) + ((i * 7919) % 150));
  });
  const found = matchTemplate(picture, noisy);
  expect(bestByDefinition(picture, noisy)).toEqual({ ...found, score: expect.closeTo(found.score, 9) });
});

function noise(width: number, height: number, seed: number): GreyPicture {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state >> 16;
  };
  return { width, height, data: Uint8Array.from({ length: width * height }, next) };
}
