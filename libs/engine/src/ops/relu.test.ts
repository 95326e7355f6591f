import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tapeGradients } from '../testing/gradients';
import { tf } from '../tf';
import { relu } from './relu';

test('relu and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => relu(x), cases.relu);
});

test('the gradient at 0 is 0', () => {
  const x = tf.tensor1d([-1, 0, 1]);
  expect(tapeGradients(([x]) => relu(x), [x], tf.ones([3]))).toEqual([Float32Array.of(0, 0, 1)]);
});
