import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { divideOrZero, maximum, minimum, squaredDifference } from './broadcasting';

const OPERATIONS = { maximum, minimum, squaredDifference, divideOrZero };

test.each(cases.broadcasting)('$operation and both gradients are PyTorch’s', (found) => {
  expectAsPytorch(([a, b]) => OPERATIONS[found.operation](a, b), found);
});

test('equal ones share the gradient', () => {
  const [da, db] = tf.grads(maximum)([tf.tensor1d([1, 2, 3]), tf.tensor1d([3, 2, 1])]);
  expect(Array.from(da?.dataSync() ?? [])).toEqual([0, 0.5, 1]);
  expect(Array.from(db?.dataSync() ?? [])).toEqual([1, 0.5, 0]);
});

test('where the divisor is 0, the result and both gradients are 0', () => {
  const [a, b] = [tf.tensor1d([3, 3]), tf.tensor1d([0, 2])];
  expect(Array.from(divideOrZero(a, b).dataSync())).toEqual([0, 1.5]);
  const [da, db] = tf.grads(divideOrZero)([a, b]);
  expect(Array.from(da?.dataSync() ?? [])).toEqual([0, 0.5]);
  expect(Array.from(db?.dataSync() ?? []).map((value) => value + 0)).toEqual([0, -0.75]);
});
