import { expect, test } from 'vitest';
import { tensorCount } from '../leakGuard';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { topK } from './topK';

test('the values of topK and their gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => topK(x, 3).values, cases.topK);
});

test('places come with the values, the earlier of equal ones first, and nothing else is left', () => {
  const x = tf.tensor2d([1, 5, 5, 0, 7, 2, 3, 7], [2, 4]);
  const before = tensorCount();
  const { values, indices } = topK(x, 2);
  expect(Array.from(values.dataSync())).toEqual([5, 5, 7, 7]);
  expect(Array.from(indices.dataSync())).toEqual([1, 2, 0, 3]);
  expect(indices.dtype).toBe('int32');
  tf.dispose([values, indices]);
  expect(tensorCount()).toBe(before);
  expect(() => topK(x, 5)).toThrow('the 5 largest of [2,4]');
});
