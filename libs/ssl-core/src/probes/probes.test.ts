import { describe, expect, it } from 'vitest';
import knnCases from './fixtures/knn.json';
import linearCases from './fixtures/linear.json';
import { knnClassify } from './knn';
import { minimise } from './lbfgs';
import { fitLinearProbe, linearProbeScores } from './linear';

const flat = (rows: number[][]) => Float32Array.from(rows.flat());

function expectClose(got: readonly (readonly number[])[], wanted: readonly (readonly number[])[], tolerance: number) {
  expect(got.length).toBe(wanted.length);
  const differences = got.flatMap((row, i) => row.map((value, j) => Math.abs(value - (wanted[i]?.[j] ?? Number.NaN))));
  expect(Math.max(...differences)).toBeLessThan(tolerance);
}

describe('probes against scikit-learn', () => {
  it.each(knnCases)('knnClassify: k $k, temperature $temperature', ({ bank, labels, queries, scores, ...options }) => {
    const got = knnClassify({ bankFeatures: flat(bank), bankLabels: labels, features: flat(queries), ...options });
    expectClose(got, scores, 1e-5);
  });

  it.each(linearCases)('fitLinearProbe: $classes classes, C $c', ({ train, labels, test, classes, c, ...expected }) => {
    const probe = fitLinearProbe({ features: flat(train), labels, classes, c, maxIterations: 500 });
    expect(probe.isConverged).toBe(true);
    const dimension = probe.mean.length;
    const rows = expected.weights.map((_, r) => [...probe.weights.slice(r * dimension, (r + 1) * dimension)]);
    expectClose(rows, expected.weights, 1e-4);
    expectClose([[...probe.bias]], [expected.bias], 1e-4);
    expectClose(linearProbeScores(probe, flat(test)), expected.scores, 1e-5);
  });
});

describe('probes at their edges', () => {
  it('knnClassify takes all of a small bank, any temperature, and refuses an empty one', () => {
    const query = { features: Float32Array.of(1, 0), classes: 2, k: 20, temperature: 1e-4 };
    const bank = { bankFeatures: Float32Array.of(1, 0, 0, 1), bankLabels: [0, 1] };
    expect(knnClassify({ ...query, ...bank })).toEqual([[1, 0]]);
    expect(() => knnClassify({ ...query, bankFeatures: new Float32Array(0), bankLabels: [] })).toThrow(/empty/);
  });

  it('fitLinearProbe gives an unseen class 0 and refuses a single class', () => {
    const features = Float32Array.of(0, 1, 2, 10, 11, 12);
    const probe = fitLinearProbe({ features, labels: [0, 0, 0, 2, 2, 2], classes: 3, c: 1, maxIterations: 100 });
    const [row] = linearProbeScores(probe, Float32Array.of(0));
    expect(row?.[1]).toBe(0);
    expect((row?.[0] ?? 0) + (row?.[2] ?? 0)).toBeCloseTo(1, 10);
    expect(() => fitLinearProbe({ features, labels: [1, 1, 1, 1, 1, 1], classes: 3, c: 1, maxIterations: 9 })).toThrow(
      /two classes/,
    );
  });

  it("minimise finds the bottom of Rosenbrock's valley", () => {
    const { x, isConverged } = minimise(
      ([a = 0, b = 0], gradient) => {
        gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
        gradient[1] = 200 * (b - a * a);
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      },
      Float64Array.of(-1.2, 1),
      { maxIterations: 200, gradientTolerance: 1e-8 },
    );
    expect(isConverged).toBe(true);
    expect(x[0]).toBeCloseTo(1, 6);
    expect(x[1]).toBeCloseTo(1, 6);
  });
});
