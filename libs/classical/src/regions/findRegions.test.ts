import { describe, expect, it } from 'vitest';
import type { GreyPicture } from '../picture';
import { describeRegions, REGION_FEATURES } from './describeRegions';
import { backgroundEvidence } from './evidence';
import { findRegions } from './findRegions';
import reference from './fixtures/regions.json';

const { width, height, pictures } = reference;
const named = (name: string): GreyPicture => ({
  width,
  height,
  data: Uint8Array.from(pictures[name as keyof typeof pictures]),
});

describe('regions', () => {
  it.each(reference.ways)('$picture by $method, $morphology: as SciPy, OpenCV and scikit-image find them', (way) => {
    const { method, polarity, radius, offset, minArea } = way;
    const picture = named(way.picture);
    const options = { method: method as 'mean', polarity: polarity as 'dark', radius, deviations: 0 }; // as the script has them
    const evidence = backgroundEvidence(picture, options);
    const morphology = way.morphology.map((step) => ({ ...step, operation: step.operation as 'open' }));
    const map = findRegions(evidence, { offset, morphology, minArea, maxArea: null });
    expect(map.labels.data.filter((label) => label > 0).length).toBe(way.pixels);
    expect(map.regions.map(({ x, y, w, h, area }) => ({ x, y, w, h, area }))).toEqual(
      way.regions.map(({ x, y, w, h, area }) => ({ x, y, w, h, area })),
    );
    const rows = describeRegions(picture, evidence, map);
    for (const [index, { sum, elongation }] of way.regions.entries()) {
      expect(map.regions[index]?.sum).toBeCloseTo(sum, 6);
      expect(rows[index * REGION_FEATURES.length + REGION_FEATURES.indexOf('elongation')]).toBeCloseTo(elongation, 5);
    }
  });

  it('keeps those of the areas that are asked for, and their numbers', () => {
    // Three pieces of 1, 2 and 4 pixels; the last two touch by a corner and are one of 6.
    const rows = ['1..11.', '.....1', '....11', '.....1'];
    const data = Float64Array.from(rows.join(''), (one) => (one === '1' ? 5 : -1));
    const found = (minArea: number, maxArea: number | null) =>
      findRegions({ width: 6, height: 4, data }, { offset: 1, morphology: [], minArea, maxArea }).regions;
    expect(found(1, null)).toEqual([
      { label: 1, area: 1, x: 0, y: 0, w: 1, h: 1, sum: 4 },
      { label: 2, area: 6, x: 3, y: 0, w: 3, h: 4, sum: 24 },
    ]);
    expect(found(2, null).map(({ label }) => label)).toEqual([2]);
    expect(found(1, 5).map(({ label }) => label)).toEqual([1]);
  });

  it('describes a square by hand', () => {
    // A bright square of 4 x 4 in the dark.
    const picture = { width: 12, height: 12, data: new Uint8Array(144).fill(10) };
    for (let y = 4; y < 8; y++) picture.data.fill(110, y * 12 + 4, y * 12 + 8);
    const evidence = { width: 12, height: 12, data: Float64Array.from(picture.data, (value) => value - 60) };
    const map = findRegions(evidence, { offset: 0, morphology: [], minArea: 1, maxArea: null });
    const [row] = [describeRegions(picture, evidence, map)];
    const named = Object.fromEntries(REGION_FEATURES.map((name, i) => [name, row?.[i]]));
    // 16 pixels with 16 edges.
    expect(named).toMatchObject({
      extent: 1,
      elongation: 1,
      brightness: 110,
      change: 100,
      contrast: 50,
      steepness: 0,
      touching: 0,
    });
    expect(named.logArea).toBeCloseTo(Math.log(16), 6);
    expect(named.logAspect).toBe(0);
    expect(named.compactness).toBeCloseTo(Math.PI / 4, 6);
  });
});
