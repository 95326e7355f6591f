import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import type { tf } from '../tf';
import { conv2d } from './conv2d';

test.each(cases.conv2d)('conv2d of stride $stride and padding $padding and its gradients are PyTorch’s', (found) => {
  expectAsPytorch(([x, w]) => conv2d(x as tf.Tensor4D, w as tf.Tensor4D, found), found);
});

test('the cases cover same, valid and padded', () => {
  expect(cases.conv2d.map(({ stride, padding }) => `${stride}/${padding}`)).toEqual(
    expect.arrayContaining(['1/1', '2/1', '2/3', '2/0', '1/2']),
  );
});
