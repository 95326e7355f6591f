import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { depthwiseConv2d } from './depthwiseConv2d';

test.each(cases.depthwiseConv2d)(
  'depthwiseConv2d of stride $stride, padding $padding, dilation $dilation and its gradients are PyTorch’s',
  (found) => {
    expectAsPytorch(([x, w]) => depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, found), found);
  },
);

test('a filter for other channels is refused', () => {
  const [x, w] = [tf.zeros<tf.Rank.R4>([1, 2, 2, 3]), tf.zeros<tf.Rank.R4>([1, 1, 2, 1])];
  expect(() => depthwiseConv2d(x, w, { stride: 1, padding: 0 })).toThrow('x is [1,2,2,3], the filter [1,1,2,1]');
});
