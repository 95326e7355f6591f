import { expect, test } from 'vitest';
import { expectGradients } from '../testing/fixtures';
import { tf } from '../tf';
import { dropout, stochasticDepth } from './dropout';

const seed = () => tf.tensor1d([3, 4], 'int32');

test.each([
  ['dropout', dropout],
  ['stochasticDepth', stochasticDepth],
] as const)('%s has the gradient of its mask', (_, drop) => {
  const [x, direction] = [
    tf.randomNormal([6, 2, 3], 0, 1, 'float32', 1),
    tf.randomNormal([6, 2, 3], 0, 1, 'float32', 2),
  ];
  const { output } = expectGradients({
    op: ([x, seed]) => drop(x, 0.4, seed),
    inputs: { x, seed: seed() },
    moving: ['x'],
    direction,
  });
  expect(output.some((value) => value === 0)).toBe(true);
  expect(output.some((value) => value !== 0)).toBe(true);
});

test('the share is dropped, the rest scaled, by the seed alone', () => {
  const x = tf.ones([100, 100]);
  const draw = (a: number) => Array.from(dropout(x, 0.25, tf.tensor1d([a, 9], 'int32')).dataSync());
  const first = draw(1);
  expect(draw(1)).toEqual(first);
  expect(draw(2)).not.toEqual(first);
  expect(new Set(first)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
  expect(first.filter((value) => value === 0).length / 10_000).toBeCloseTo(0.25, 1.5);
});

test('stochasticDepth drops whole samples', () => {
  const x = tf.ones([1000, 3]);
  const samples = Array.from(stochasticDepth(x, 0.5, seed()).dataSync());
  for (let i = 0; i < samples.length; i += 3) expect(new Set(samples.slice(i, i + 3)).size).toBe(1);
  expect(samples.filter((value) => value === 0).length / 3000).toBeCloseTo(0.5, 1);
});

test('a rate of 0 changes nothing, one of 1 is refused', () => {
  const x = tf.ones([2]);
  expect(dropout(x, 0, seed())).toBe(x);
  expect(() => dropout(x, 1, seed())).toThrow('a share of 1 cannot be dropped');
});
