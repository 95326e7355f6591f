import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { normalise } from './normalise';

test('normalise and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => normalise(x), cases.normalise);
});

test('rows shorter than epsilon are divided by it, as PyTorch’s', () => {
  expectAsPytorch(([x]) => normalise(x, 8), cases.normaliseShort);
});

test('a row of zeros stays one, with a finite gradient', () => {
  expect(Array.from(normalise(tf.zeros([1, 3])).dataSync())).toEqual([0, 0, 0]);
  const slope = Array.from(
    tf
      .grad((x) => normalise(x))(tf.zeros([1, 3]), tf.ones([1, 3]))
      .dataSync(),
  );
  for (const value of slope) expect(value / 1e12).toBeCloseTo(1, 5);
});
