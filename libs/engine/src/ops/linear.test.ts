import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { linear } from './linear';

test('linear and its three gradients are PyTorch’s, over the last of three axes', () => {
  expectAsPytorch(([x, w, b]) => linear(x, w as tf.Tensor2D, b.as1D()), cases.linear);
});

test('a weight of another width is refused', () => {
  expect(() => linear(tf.zeros([2, 3]), tf.zeros([4, 5]), tf.zeros([5]))).toThrow('x is [2,3], the weight [4,5]');
});
