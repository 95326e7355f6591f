import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { conv2d, padSides } from './conv2d';
import { convolveParts } from './convolveParts';

test.each(cases.conv2d)(
  'conv2d of stride $stride, padding $padding, dilation $dilation, groups $groups and its gradients are PyTorch’s',
  (found) => {
    expectAsPytorch(([x, w]) => conv2d(x as tf.Tensor4D, w as tf.Tensor4D, found), found);
  },
);

test.each(cases.conv2d.filter(({ dilation, groups }) => dilation > 1 || groups > 1))(
  'put together from plain convolutions it is the same (dilation $dilation, groups $groups)',
  (found) => {
    expectAsPytorch(
      ([x, w]) =>
        convolveParts(padSides(x as tf.Tensor4D, found.padding, 0), w as tf.Tensor4D, { ...found, pad: 'valid' }),
      found,
    );
  },
);

test('the cases cover same, valid, padded, dilated and grouped', () => {
  const names = cases.conv2d.map(
    ({ stride, padding, dilation, groups }) => `${stride}/${padding}/${dilation}/${groups}`,
  );
  expect(names).toEqual(
    expect.arrayContaining(['1/1/1/1', '2/1/1/1', '2/3/1/1', '2/0/1/1', '1/2/1/1', '1/2/2/1', '2/1/1/2', '1/2/2/2']),
  );
});

test('a filter for other channels is refused', () => {
  const [x, w] = [tf.zeros<tf.Rank.R4>([1, 2, 2, 4]), tf.zeros<tf.Rank.R4>([1, 1, 1, 3])];
  const options = { stride: 1, padding: 0, groups: 2 };
  expect(() => conv2d(x, w, options)).toThrow('x is [1,2,2,4], the filter [1,1,1,3] with 2 groups');
});
