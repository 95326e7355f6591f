import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { logSoftmax, softmax } from './softmax';

test('softmax of four axes and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => softmax(x), cases.softmax);
});

test('logSoftmax and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => logSoftmax(x), cases.logSoftmax);
});

test('large numbers do not overflow', () => {
  expect(Array.from(softmax(tf.tensor1d([1e4, 0, 1e4])).dataSync())).toEqual([0.5, 0, 0.5]);
  expect(Array.from(logSoftmax(tf.tensor1d([1e4, 0])).dataSync())).toEqual([0, -1e4]);
});
