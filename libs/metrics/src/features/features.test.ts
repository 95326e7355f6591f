import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../linalg/symmetricEigen';
import { alignment } from './alignment';
import { featureSignals } from './featureSignals';
import { featureStd } from './featureStd';
import fixtures from './fixtures/watching.json';
import { rankMe } from './rankMe';
import { uniformity } from './uniformity';

const rows = (matrix: readonly (readonly number[])[]) => ({ values: matrix.flat(), dimension: matrix[0]?.length ?? 0 });

describe.each(fixtures.features)('$name', ({ a, b, ...expected }) => {
  it('has the reference standard deviation, rank, alignment and uniformity', () => {
    expect(featureStd(rows(a))).toBeCloseTo(expected.std, 6);
    expect(rankMe(rows(a)) / expected.rankme).toBeCloseTo(1, 5);
    expect(alignment(rows(a), rows(b))).toBeCloseTo(expected.alignment, 6);
    expect(uniformity(rows(a))).toBeCloseTo(expected.uniformity, 6);
  });

  it('gives all of them at once', () => {
    const { std, rankme, alignment: distance, uniformity: potential } = featureSignals(rows(a), [rows(a), rows(b)]);
    expect([std, rankme, distance, potential]).toEqual([
      featureStd(rows(a)),
      rankMe(rows(a)),
      alignment(rows(a), rows(b)),
      uniformity(rows(a)),
    ]);
  });
});

describe('by hand', () => {
  const orthogonal = rows([
    [3, 0],
    [0, 5],
  ]);
  const same = rows([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);

  it('calls features that are one collapsed', () => {
    expect(featureStd(same)).toBeCloseTo(0, 12);
    expect(rankMe(same)).toBeCloseTo(1, 4);
    expect(uniformity(same)).toBeCloseTo(0, 12);
    expect(alignment(same, same)).toBe(0);
  });

  it('measures two that are at right angles', () => {
    expect(featureStd(orthogonal)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(uniformity(orthogonal)).toBeCloseTo(-4, 12);
    // Shares 3 / 8 and 5 / 8.
    expect(rankMe(orthogonal)).toBeCloseTo(Math.exp(-(3 / 8) * Math.log(3 / 8) - (5 / 8) * Math.log(5 / 8)), 5);
    expect(
      alignment(
        orthogonal,
        rows([
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toBeCloseTo(2, 12);
  });

  it('has no rank where everything is 0', () => {
    const zeros = { values: new Float32Array(8), dimension: 4 };
    expect(() => rankMe(zeros)).toThrow(/all 0/);
    expect(featureSignals(zeros)).toEqual({ std: 0, uniformity: 0 });
  });

  it('refuses what are no features', () => {
    expect(() => featureStd({ values: [1, 2, 3], dimension: 2 })).toThrow(/3 values are no rows of 2/);
    expect(() => uniformity({ values: [1, Number.NaN, 1, 1], dimension: 2 })).toThrow(/feature 1 of row 0 is NaN/);
    expect(() => featureStd({ values: [1, 2], dimension: 2 })).toThrow(/1 rows/);
    expect(() => alignment(orthogonal, same)).toThrow(/\[2, 2\] and \[3, 2\]/);
  });
});

describe.each(fixtures.eigen)('symmetricEigen of $name', ({ matrix, values }) => {
  const n = matrix.length;
  const flat = Float64Array.from(matrix.flat());

  it('finds the eigenvalues, with and without vectors', () => {
    for (const vectors of [false, true]) {
      const found = symmetricEigen(flat, n, { vectors });
      for (const [i, value] of values.entries()) expect(found.values[i]).toBeCloseTo(value, 4);
    }
  });

  it('finds orthonormal vectors that the matrix only stretches', () => {
    const { values: found, vectors } = symmetricEigen(flat, n, { vectors: true });
    const row = (i: number) => [...(vectors?.subarray(i * n, (i + 1) * n) ?? [])];
    for (let i = 0; i < n; i++) {
      const stretched = matrix.map((line) => line.reduce((sum, value, k) => sum + value * (row(i)[k] ?? 0), 0));
      for (const [k, value] of stretched.entries()) expect(value).toBeCloseTo((found[i] ?? 0) * (row(i)[k] ?? 0), 8);
      for (let j = 0; j < n; j++) {
        const product = row(i).reduce((sum, value, k) => sum + value * (row(j)[k] ?? 0), 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  });
});

it('refuses a matrix that is not square or not finite', () => {
  expect(() => symmetricEigen(new Float64Array(3), 2)).toThrow(/3 values are no matrix of 2/);
  expect(() => symmetricEigen(Float64Array.of(1, 0, Number.NaN, 1), 2)).toThrow(/not a finite/);
});
