import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { scatterAdd, segmentSum } from './segments';

test('segmentSum and its gradient are PyTorch’s index_add to zeros', () => {
  expectAsPytorch(([x, segment]) => segmentSum(x, segment as tf.Tensor1D, 5), cases.segmentSum);
});

test('scatterAdd and both gradients are PyTorch’s index_add', () => {
  expectAsPytorch(([x, updates, index]) => scatterAdd(x, index as tf.Tensor1D, updates), cases.scatterAdd);
});

test('rows of a negative segment are left out, also of the gradient', () => {
  const sum = (x: tf.Tensor) => segmentSum(x, tf.tensor1d([0, -1, 0], 'int32'), 2);
  const x = tf.tensor2d([1, 2, 4], [3, 1]);
  expect(Array.from(sum(x).dataSync())).toEqual([5, 0]);
  expect(Array.from(tf.grad(sum)(x).dataSync())).toEqual([1, 0, 1]);
});
