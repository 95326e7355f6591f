import { expect, test } from 'vitest';
import reference from './fixtures/classical.json';
import { fitPatchGaussians, patchDistances } from './gaussian';

const { features, unseen, distances, regularisation } = reference.gaussian;
const [N = 0, P = 0, D = 0] = reference.gaussian.shape;

test('distances equal numpy', () => {
  const model = fitPatchGaussians(Float32Array.from(features), [N, P, D], regularisation);
  const found = patchDistances(model, Float32Array.from(unseen));
  expect(found.length).toBe(distances.length);
  distances.forEach((value, i) => {
    expect(Math.abs((found[i] ?? Number.NaN) / value - 1)).toBeLessThan(1e-5);
  });
});

test('fewer pictures than dimensions work through the regularisation', () => {
  const model = fitPatchGaussians(Float32Array.from(features.slice(0, 2 * P * D)), [2, P, D], regularisation);
  expect(patchDistances(model, Float32Array.from(unseen)).every(Number.isFinite)).toBe(true);
});

test('wrong shapes, one picture and no regularisation are refused', () => {
  expect(() => fitPatchGaussians(new Float32Array(7), [2, 2, 2], 0.01)).toThrow('are not [2, 2, 2]');
  expect(() => fitPatchGaussians(new Float32Array(4), [1, 2, 2], 0.01)).toThrow('two pictures');
  expect(() => fitPatchGaussians(new Float32Array(8), [2, 2, 2], 0)).toThrow('positive definite');
});
