import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { gather, gatherTokens } from './gather';

test.each(cases.gather)('gather along axis $axis and its gradient are PyTorch’s', (found) => {
  expectAsPytorch(([x, indices]) => gather(x, indices, found.axis), found);
});

test('gatherTokens and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x, keep]) => gatherTokens(x as tf.Tensor3D, keep as tf.Tensor2D), cases.gatherTokens);
});

test('whole numbers are gathered too, and an axis that is not there is refused', () => {
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32');
  const found = gather(x, tf.tensor1d([1, 1], 'int32'), -1);
  expect(found.dtype).toBe('int32');
  expect(Array.from(found.dataSync())).toEqual([2, 2, 4, 4]);
  expect(() => gather(x, x, 2)).toThrow('[2,2] has no axis 2');
});
