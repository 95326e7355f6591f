import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { logSumExp } from './logSumExp';

test('logSumExp and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => logSumExp(x), cases.logSumExp);
});

test('large numbers do not overflow', () => {
  expect(logSumExp(tf.tensor1d([1e4, 0])).dataSync()[0]).toBe(1e4);
});
