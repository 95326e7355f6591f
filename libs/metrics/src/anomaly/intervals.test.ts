import { describe, expect, it } from 'vitest';
import { createRandom } from '../stats/random';
import { orderScores } from '../stats/rankedFigures';
import { resampleCounts } from '../stats/resample';
import { aupro } from './aupro';
import { type AnomalyMap, createMapSet } from './createMapSet';
import { imageFigures } from './imageFigures';
import { imageIntervals } from './imageIntervals';
import { pixelFigures } from './pixelFigures';
import { pixelIntervals, tableFigures } from './pixelIntervals';
import { pixelTable } from './pixelTable';
import { weightedF1Max } from './weightedF1Max';

const random = createRandom(21);
const WIDTH = 32;

/** Pictures of which every other has two blobs; some are harder than others. */
function pictures(count: number, digits: number): AnomalyMap[] {
  return Array.from({ length: count }, (_, k) => {
    const mask = Uint8Array.from({ length: WIDTH * WIDTH }, (_, i) => {
      const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
      return k % 2 === 1 && ((x < 6 && y < 4 + (k % 5)) || (x > 20 && x < 24 && y > 20)) ? 1 : 0;
    });
    const shift = 0.2 + 0.5 * random();
    const scores = Float32Array.from(mask, (anomalous) => Number((random() + shift * anomalous).toFixed(digits)));
    return { scores, mask: k % 2 === 1 ? mask : null, width: WIDTH };
  });
}

function setOf(maps: readonly AnomalyMap[]) {
  const set = createMapSet();
  for (const map of maps) set.add(map);
  return set;
}

describe('tableFigures', () => {
  it.each([1, 7])('gives any draw what its pixels give (%i digits), within a bin', (digits) => {
    const maps = pictures(12, digits);
    const table = pixelTable(setOf(maps), { bins: 512 });
    for (const counts of resampleCounts({ units: 12, rounds: 8, seed: 2 })) {
      const drawn = setOf(maps.flatMap((map, i) => new Array<AnomalyMap>(counts[i] ?? 0).fill(map)));
      const { pixelAuroc, pixelAp, pixelF1Max } = pixelFigures(drawn);
      const found = tableFigures(table, counts);
      // One digit makes so few scores that each has a bin of its own.
      const slack = digits === 1 ? 1e-9 : 2 / 512;
      const expected = { pixelAuroc, pixelAp, 'pixelF1Max.value': pixelF1Max?.value ?? null, aupro: aupro(drawn) };
      for (const [key, value] of Object.entries(expected)) {
        expect(Math.abs((found[key] ?? Number.NaN) - (value ?? 0)), key).toBeLessThanOrEqual(slack);
      }
    }
  });

  it('is undefined where a draw has no anomalous picture', () => {
    const table = pixelTable(setOf(pictures(4, 3)));
    const none = { pixelAuroc: null, pixelAp: null, 'pixelF1Max.value': null, aupro: null };
    expect(tableFigures(table, [2, 0, 2, 0])).toEqual(none);
  });
});

describe('pixelIntervals', () => {
  it('hold the figures, and widen by group', () => {
    const set = setOf(pictures(24, 5));
    const found = pixelIntervals(set, { rounds: 400 });
    const { pixelAuroc, pixelAp, pixelF1Max, aupro: overlap } = pixelFigures(set);
    const values = { pixelAuroc, pixelAp, 'pixelF1Max.value': pixelF1Max?.value, aupro: overlap };
    expect(Object.keys(found)).toEqual(Object.keys(values));
    for (const [key, value] of Object.entries(values)) {
      expect(found[key]?.low).toBeLessThan(value ?? 0);
      expect(found[key]?.high).toBeGreaterThan(value ?? 1);
      expect(found[key]).toMatchObject({ method: 'bca', says: expect.stringContaining('by picture') });
    }
    const few = pixelIntervals(set, { rounds: 100, groups: set.maps.map((_, i) => i % 4) });
    expect(few.pixelAuroc).toMatchObject({ low: null, says: 'None: fewer than 10 groups.' });
  });
});

describe('imageIntervals', () => {
  const labels = Array.from({ length: 40 }, (_, i) => i % 2);
  const scores = labels.map((label) => Math.round((random() + 0.4 * label) * 20) / 20);

  it('are DeLong for the area and the bootstrap for the rest', () => {
    const found = imageIntervals(labels, scores, { rounds: 300 });
    expect(Object.keys(found)).toEqual(['imageAuroc', 'imageAp', 'imageF1Max.value']);
    expect(found.imageAuroc?.method).toBe('delong');
    expect(found.imageAp?.method).toBe('bca');
    expect(
      imageIntervals(labels, scores, { rounds: 300, groups: labels.map((_, i) => i % 20) }).imageAuroc?.says,
    ).toMatch(/by group/);
  });

  it('takes no threshold between equal scores', () => {
    // The positive comes last among equals: alone it would give 1.
    const order = orderScores([0.5, 0.5]);
    expect(weightedF1Max(order, { labels: [0, 1], weights: [1, 1] })).toBeCloseTo(2 / 3, 12);
    expect(weightedF1Max(order, { labels: [1, 0], weights: [1, 1] })).toBeCloseTo(2 / 3, 12);
  });

  it('has the best F1 of pictures that count more than once', () => {
    const order = orderScores(scores);
    for (const weights of resampleCounts({ units: 40, rounds: 20, seed: 4 })) {
      const repeat = (values: number[]) => values.flatMap((v, i) => new Array<number>(weights[i] ?? 0).fill(v));
      const expected = imageFigures(repeat(labels), repeat(scores)).imageF1Max?.value;
      expect(weightedF1Max(order, { labels, weights })).toBeCloseTo(expected ?? 0, 12);
    }
  });
});
