import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { relu } from './relu';

test('relu and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => relu(x), cases.relu);
});

test('the gradient at 0 is 0', () => {
  const slope = tf.grad(relu)(tf.tensor1d([-1, 0, 1]));
  expect(Array.from(slope.dataSync())).toEqual([0, 0, 1]);
});
