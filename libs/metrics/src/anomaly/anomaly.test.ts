import { describe, expect, it } from 'vitest';
import { bestThresholdByCost } from '../curves/bestThresholdByCost';
import { createRandom } from '../stats/random';
import { differences } from '../testing/differences';
import { aupro } from './aupro';
import { createMapSet } from './createMapSet';
import fixtures from './fixtures/anomaly.json';
import { imageFigures } from './imageFigures';
import { pixelFigures, pixelThresholdCounts } from './pixelFigures';
import { slowAupro } from './testing/slowAupro';

type Given = { maps: number[][]; masks: (number[] | null)[]; width: number };

function setOf({ maps, masks, width }: Given) {
  const set = createMapSet();
  maps.forEach((scores, i) => {
    const mask = masks[i];
    set.add({ scores: Float32Array.from(scores), mask: mask ? Uint8Array.from(mask) : null, width });
  });
  return set;
}

describe.each(fixtures.cases)('scikit-learn and anomalib: $name', ({ expected, labels, scores, ...given }) => {
  const found = { ...imageFigures(labels, scores), ...pixelFigures(setOf(given)) };

  it('has the same figures, and a reason where there is none', () => {
    expect(differences(expected, found)).toEqual([]);
    const missing = { ...imageFigures(labels, scores).undefined, ...pixelFigures(setOf(given)).undefined };
    const nulls = Object.entries(expected).flatMap(([key, value]) => (value === null ? [key] : []));
    expect(Object.keys(missing).sort()).toEqual(nulls.sort());
  });

  it('has the same overlap at other limits', () => {
    for (const { limit, value } of given.aupro) {
      expect(differences(value, aupro(setOf(given), { limit }), String(limit))).toEqual([]);
    }
  });
});

describe('aupro', () => {
  it('is that of a look at all pixels for each threshold, on sets whose pixels are mostly not sorted', () => {
    const random = createRandom(3);
    for (const digits of [1, 2, 6]) {
      const width = 40;
      const maps = Array.from({ length: 4 }, (_, picture) => {
        const mask = Uint8Array.from({ length: width * 30 }, (_, i) => (picture > 0 && i % 97 < 4 * picture ? 1 : 0));
        const scores = Float32Array.from(mask, (anomalous) =>
          Number((random() * random() - 0.2 + 0.3 * anomalous).toFixed(digits)),
        );
        return { scores, mask, width };
      });
      const set = createMapSet();
      for (const map of maps) set.add(map);
      for (const limit of [0.01, 0.3, 0.77, 1]) {
        expect(aupro(set, { limit })).toBeCloseTo(slowAupro(maps, limit), 10);
      }
    }
  });

  it('needs a limit above 0 up to 1', () => {
    expect(() => aupro(createMapSet(), { limit: 0 })).toThrow(/in \(0, 1\]/);
    expect(() => aupro(createMapSet(), { limit: 1.1 })).toThrow(/in \(0, 1\]/);
    expect(aupro(createMapSet())).toBeNull();
  });
});

describe('createMapSet', () => {
  it('refuses NaN and unequal sizes with their place, and adds nothing then', () => {
    const set = createMapSet();
    const scores = Float32Array.of(0, Number.NaN);
    expect(() => set.add({ scores, mask: null, width: 2 })).toThrow(/pixel 1: the score is NaN/);
    expect(() => set.add({ scores, mask: Uint8Array.of(0), width: 2 })).toThrow(/a mask of 1 pixels for a map of 2/);
    expect(() => set.add({ scores: new Float32Array(3), mask: new Uint8Array(3), width: 2 })).toThrow(/no rows of 2/);
    expect(set).toMatchObject({ maps: [], anomalous: 0, normal: 0, regionSizes: [] });
  });
});

it('gives thresholds in the maps own unit', () => {
  const set = setOf({ maps: [[-0.5, 0.25, 0.75, -0]], masks: [[0, 0, 1, 0]], width: 2 });
  const counts = pixelThresholdCounts(set);
  expect([...counts.thresholds]).toEqual([0.75, 0.25, 0, -0.5]);
  expect(bestThresholdByCost(counts, { escape: 1, overkill: 1 })?.threshold).toBe(0.75);
});
