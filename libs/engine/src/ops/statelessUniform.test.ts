import { expect, test } from 'vitest';
import { expectGradients } from '../testing/fixtures';
import { tf } from '../tf';
import { statelessUniform } from './statelessUniform';

test('numbers follow from the seed alone and look uniform', () => {
  const draw = (a: number, b: number) =>
    Array.from(statelessUniform([100, 100], tf.tensor1d([a, b], 'int32')).dataSync());
  const first = draw(1, 2);
  expect(draw(1, 2)).toEqual(first);
  expect(draw(1, 3)).not.toEqual(first);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first)).toBeLessThan(1);
  const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
  const variance = first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / first.length;
  expect(mean).toBeCloseTo(0.5, 1.5);
  expect(variance).toBeCloseTo(1 / 12, 2);
});

test('compiled, the same seed gives the same numbers', () => {
  const { output } = expectGradients({
    op: ([x, seed]) => tf.mul(x, statelessUniform([5, 3], seed)),
    inputs: { x: tf.ones([5, 3]), seed: tf.tensor1d([1, 2], 'int32') },
    moving: ['x'],
    direction: tf.ones([5, 3]),
  });
  expect(new Set(output).size).toBe(15);
});
