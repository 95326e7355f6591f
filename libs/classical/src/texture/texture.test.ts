import { expect, test } from 'vitest';
import reference from './fixtures/texture.json';
import { gaborStatistics } from './gabor';
import { GLCM_PROPERTIES, glcmFeatures } from './glcm';
import { greyHuMoments } from './greyHuMoments';
import { intensityHistogram } from './intensityHistogram';
import { lbpCodes, lbpHistogram, rotationInvariantCodes } from './lbp';

const pictures = reference.pictures.map((picture) => ({ ...picture, pixels: Uint8Array.from(picture.pixels) }));

/** Largest difference of two tables of one shape. */
function apart(found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  return Math.max(
    ...expected.flatMap((row, i) => row.map((value, j) => Math.abs(value - (found[i]?.[j] ?? Number.NaN)))),
  );
}

test.each(pictures)('co-occurrence properties equal scikit-image: $name', ({ pixels, width, height, glcm }) => {
  for (const { features, ...options } of glcm) {
    const found = glcmFeatures(pixels, width, height, options);
    for (const name of GLCM_PROPERTIES) {
      const scale = Math.max(1, ...features[name].flat().map(Math.abs));
      expect(apart(found[name], features[name]) / scale, `${name}, ${options.levels} levels`).toBeLessThan(1e-6);
    }
  }
});

test.each(pictures)("moments of grey values are OpenCV's: $name", ({ pixels, width, height, hu }) => {
  // What the moments are made of, in powers of the first: below that share of it they are rounding.
  const powers = [1, 2, 3, 3, 6, 4, 6];
  for (const [order, moment] of greyHuMoments(pixels, width, height).entries()) {
    const expected = hu[order] ?? Number.NaN;
    const scale = Math.max(Math.abs(expected), 1e-6 * (hu[0] ?? 0) ** (powers[order] ?? 1));
    expect(Math.abs(moment - expected), `moment ${order + 1}`).toBeLessThanOrEqual(1e-6 * scale);
  }
});

test('a part that is moved or turned has the same moments, in a mirror but for the sign of the last', () => {
  const side = 40;
  const spot = (x: number, y: number): number => (x >= 0 && y >= 0 && x < 9 && y < 5 ? 40 + 9 * x + y * x : 0);
  const draw = (at: (x: number, y: number) => number) =>
    greyHuMoments(
      Uint8Array.from({ length: side * side }, (_, i) => at(i % side, Math.floor(i / side))),
      side,
      side,
    );
  const first = draw((x, y) => spot(x - 4, y - 6));
  const near = (found: readonly number[]) =>
    found.map((value, i) => Number((value / (first[i] ?? Number.NaN)).toFixed(6)));
  expect(near(draw((x, y) => spot(x - 20, y - 30)))).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(near(draw((x, y) => spot(y - 11, 30 - x)))).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(near(draw((x, y) => spot(30 - x, y - 6)))).toEqual([1, 1, 1, 1, 1, 1, -1]);
});

test.each(pictures)('pattern histograms are exactly those of scikit-image: $name', ({ pixels, width, height, lbp }) => {
  for (const { points, radius, ...expected } of lbp) {
    if (expected.histogram) {
      expect([...lbpHistogram(pixels, width, height, { points, radius })]).toEqual(expected.histogram);
      continue;
    }
    const options = { points, radius, variant: 'rotationInvariant' } as const;
    const codes = rotationInvariantCodes(points);
    const found = [...lbpHistogram(pixels, width, height, options)].flatMap((count, place) =>
      count > 0 ? [[codes[place], count]] : [],
    );
    expect(found).toEqual(expected.codes?.map((code, i) => [code, expected.counts?.[i]]));
  }
});

test.each(pictures)('Gabor statistics equal those of scikit-image: $name', ({ pixels, width, height, gabor }) => {
  for (const { statistics, ...options } of gabor) {
    const found = gaborStatistics(pixels, width, height, options);
    for (const name of ['meanReal', 'varReal', 'meanMagnitude', 'varMagnitude'] as const) {
      const table = (rows: typeof found) => rows.map((row) => row.map((answer) => answer[name]));
      expect(apart(table(found), table(statistics)), name).toBeLessThan(1e-6);
    }
  }
});

test('a pattern turned a quarter keeps its rotation-invariant histogram', () => {
  const side = 21;
  const pixels = Uint8Array.from({ length: side * side }, (_, i) => (i * i * 37 + i * 11) % 256);
  const turned = pixels.map((_, i) => pixels[(side - 1 - (i % side)) * side + Math.floor(i / side)] ?? 0);
  const options = { points: 8, radius: 1, variant: 'rotationInvariant' } as const;
  expect(lbpHistogram(turned, side, side, options)).toEqual(lbpHistogram(pixels, side, side, options));
  expect(rotationInvariantCodes(8).length).toBe(36);
});

test('an offset longer than the picture leaves no pair', () => {
  const found = glcmFeatures([1, 200, 3, 4], 2, 2, { distances: [5], angles: [0], levels: 8 });
  expect(found).toEqual({
    contrast: [[0]],
    dissimilarity: [[0]],
    homogeneity: [[0]],
    energy: [[0]],
    correlation: [[1]],
    asm: [[0]],
  });
});

test('an intensity histogram counts every pixel once', () => {
  expect([...intensityHistogram([0, 63, 64, 127, 255, 255], { bins: 4 })]).toEqual([2, 2, 0, 2]);
});

test('pictures and options that do not fit are refused', () => {
  expect(() => lbpCodes([1, 2, 3], 2, 2, { points: 8, radius: 1 })).toThrow('3 pixels are not a picture of 2 x 2');
  expect(() => lbpCodes([1], 1, 1, { points: 25, radius: 1 })).toThrow('25 points');
  expect(() => lbpCodes([1], 1, 1, { points: 8, radius: 0 })).toThrow('a radius of 0');
  expect(() => glcmFeatures([1], 1, 1, { distances: [1], angles: [0], levels: 257 })).toThrow('257 levels');
  expect(() => gaborStatistics([1], 1, 1, { frequencies: [0], angles: [0] })).toThrow('a frequency of 0');
  expect(() => intensityHistogram([1], { bins: 0 })).toThrow('0 bins');
});
