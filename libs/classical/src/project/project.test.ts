import { describe, expect, it } from 'vitest';
import { createRandom } from '../random';
import { alignMap } from './align';
import fixture from './fixtures/projections.json';
import { pca } from './pca';
import { projectPoints } from './projectPoints';
import { trustworthiness } from './trustworthiness';
import { tsne } from './tsne';
import { umap } from './umap';

/** 120 handwritten digits. */
const digits = { values: fixture.x.flat(), dimension: fixture.x[0]?.length ?? 0 };
const map = (values: ArrayLike<number>) => ({ values, dimension: 2 });
const { neighbours } = fixture.trustworthiness;
/** How much less a map may be trusted than the reference's of the same kind. */
const MARGIN = 0.02;

describe('pca', () => {
  const found = pca(digits);

  it('has the reference coordinates up to the axes’ signs, and their shares', () => {
    for (const axis of [0, 1]) {
      const ours = fixture.x.map((_, n) => found.coordinates[2 * n + axis] ?? 0);
      const theirs = fixture.pca.coordinates.map((point) => point[axis] ?? 0);
      const sign = Math.sign((ours[0] ?? 0) * (theirs[0] ?? 0));
      for (const [n, value] of theirs.entries()) expect(sign * (ours[n] ?? 0)).toBeCloseTo(value, 4);
      expect(found.explained[axis]).toBeCloseTo(fixture.pca.explained[axis] ?? 0, 6);
    }
  });

  it('points the largest entry of each axis to the positive side', () => {
    for (const axis of [0, 1]) {
      const entries = [...found.axes.subarray(axis * digits.dimension, (axis + 1) * digits.dimension)];
      expect(Math.max(...entries)).toBe(Math.max(...entries.map(Math.abs)));
    }
  });

  it('finds the same from fewer points than dimensions', () => {
    const few = { values: digits.values.slice(0, 20 * digits.dimension), dimension: digits.dimension };
    const wide = pca(few);
    // Fewer dimensions than points: the dimensions that are always 0 taken away, each point twice.
    const used = [...Array(digits.dimension).keys()].filter((d) => fixture.x.slice(0, 20).some((row) => row[d] !== 0));
    const rows = fixture.x.slice(0, 20).map((row) => used.map((d) => row[d] ?? 0));
    const tall = pca({ values: [...rows, ...rows, ...rows, ...rows].flat(), dimension: used.length });
    for (let i = 0; i < 40; i++) expect(wide.coordinates[i]).toBeCloseTo(tall.coordinates[i] ?? 0, 6);
  });

  it('gives points that are all one the same place', () => {
    const { coordinates, explained } = pca({ values: [1, 2, 1, 2, 1, 2], dimension: 2 });
    expect([...coordinates]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(explained).toEqual([0, 0]);
  });
});

describe('trustworthiness', () => {
  it('is that of scikit-learn', () => {
    const { x, coordinates, ...cloud } = fixture['without ties'];
    const points = { values: x.flat(), dimension: 4 };
    expect(trustworthiness(points, map(coordinates.flat()), cloud.neighbours)).toBeCloseTo(cloud.trustworthiness, 12);
    // Many digits are equally far from one another.
    expect(trustworthiness(digits, map(fixture.pca.coordinates.flat()), neighbours)).toBeCloseTo(
      fixture.trustworthiness.pca,
      3,
    );
  });

  it('is 1 of the points themselves, and refuses what it cannot judge', () => {
    expect(trustworthiness(digits, digits, 5)).toBe(1);
    expect(() => trustworthiness(digits, map([1, 2]), 5)).toThrow(/a map of 1 points for 120/);
    expect(() => trustworthiness(digits, digits, 60)).toThrow(/must be below half/);
  });
});

describe.each([
  ['tsne', fixture.trustworthiness.tsne, () => tsne(digits, { perplexity: 15 })],
  ['umap', fixture.trustworthiness.umap, () => umap(digits)],
] as const)('%s', (_name, reference, project) => {
  const found = project();

  it('keeps neighbours as well as the reference does, within 0.02', () => {
    const ours = trustworthiness(digits, map(found), neighbours);
    expect(ours).toBeGreaterThan(reference - MARGIN);
    expect(ours).toBeGreaterThan(fixture.trustworthiness.pca);
  });

  it('gives the same map again', () => {
    expect(project()).toEqual(found);
  });
});

describe('projectPoints', () => {
  it('says how far the map can be trusted, and with what it was made', () => {
    const found = projectPoints(digits, 'pca');
    expect(found.trustworthiness).toBeCloseTo(fixture.trustworthiness.pca, 3);
    expect(found.parameters.explained0).toBeCloseTo(fixture.pca.explained[0] ?? 0, 6);
  });

  it('works on a handful of points, and refuses three', () => {
    const few = { values: digits.values.slice(0, 8 * digits.dimension), dimension: digits.dimension };
    for (const method of ['pca', 'tsne', 'umap'] as const) {
      const { coordinates, trustworthiness: trust } = projectPoints(few, method);
      expect(coordinates).toHaveLength(16);
      expect(coordinates.every(Number.isFinite)).toBe(true);
      expect(trust).toBeNull();
    }
    expect(() => projectPoints({ values: [1, 2, 3], dimension: 1 }, 'pca')).toThrow(/3 points says nothing/);
  });
});

describe.each(['tsne', 'umap'] as const)('%s from an earlier map on', (method) => {
  /** The digits with a part of noise, which grows smaller as a network learns. */
  const random = createRandom(5);
  const noise = digits.values.map(() => 8 * (random() + random() + random() - 1.5));
  const digitsBehind = (share: number) => ({
    values: digits.values.map((value, i) => (1 - share) * value + share * (noise[i] ?? 0)),
    dimension: digits.dimension,
  });
  const before = projectPoints(digitsBehind(0.3), method);
  const now = digitsBehind(0.2);
  const fresh = projectPoints(now, method);
  const begun = projectPoints(now, method, { start: before.coordinates });

  /** Root mean square way of a point after the best turn, in sizes of the earlier map. */
  const movement = (later: Float64Array) => {
    const aligned = alignMap(later, before.coordinates);
    const centre = [0, 1].map(
      (axis) => before.coordinates.reduce((sum, v, i) => (i % 2 === axis ? sum + v : sum), 0) / fixture.x.length,
    );
    const square = (value: (i: number) => number) => aligned.reduce((sum, _, i) => sum + value(i) ** 2, 0);
    return Math.sqrt(
      square((i) => (aligned[i] ?? 0) - (before.coordinates[i] ?? 0)) /
        square((i) => (before.coordinates[i] ?? 0) - (centre[i % 2] ?? 0)),
    );
  };

  it('moves the points by less than a fresh map does, and can be trusted as far', () => {
    expect(movement(begun.coordinates)).toBeLessThan(0.7 * movement(fresh.coordinates));
    expect(begun.trustworthiness).toBeGreaterThan((fresh.trustworthiness ?? 1) - MARGIN);
  });

  it('gives the same map again, leaves the start as it is, and refuses one of other points', () => {
    const start = before.coordinates.slice();
    expect(projectPoints(now, method, { start }).coordinates).toEqual(begun.coordinates);
    expect(start).toEqual(before.coordinates);
    expect(() => projectPoints(now, method, { start: start.subarray(2) })).toThrow(/a start of 119 points for 120/);
  });
});

describe('alignMap', () => {
  const places = Float64Array.of(0, 0, 4, 0, 4, 1, 1, 3);
  const turned = (angle: number, mirror: number) =>
    Float64Array.from({ length: 8 }, (_, i) => {
      const [x, y] = [places[i - (i % 2)] ?? 0, mirror * (places[i - (i % 2) + 1] ?? 0)];
      return i % 2 === 0
        ? 7 + Math.cos(angle) * x - Math.sin(angle) * y
        : Math.sin(angle) * x + Math.cos(angle) * y - 2;
    });

  it.each([
    [0, 1],
    [1.1, 1],
    [-2.5, -1],
    [3, -1],
  ])('brings back a map that was turned by %d and mirrored by %d', (angle, mirror) => {
    const aligned = alignMap(turned(angle, mirror), places);
    for (const [i, value] of places.entries()) expect(aligned[i]).toBeCloseTo(value, 10);
  });

  it('refuses maps of other points', () => {
    expect(() => alignMap(places, places.subarray(2))).toThrow(/8 and 6 values/);
  });
});
