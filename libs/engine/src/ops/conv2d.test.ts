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

test.each([
  { channels: 4, side: 16, stride: 2 },
  { channels: 12, side: 16, stride: 2 },
  { channels: 3, side: 8, stride: 3 },
])('a 1 x 1 filter for $channels channels with stride $stride has its gradients every time', (found) => {
  const { channels, side, stride } = found;
  const [pictures, outputs] = [3, 8];
  const met = Math.ceil(side / stride);
  const x = tf.randomUniform<tf.Rank.R4>([pictures, side, side, channels], -1, 1, 'float32', 1);
  const w = tf.randomUniform<tf.Rank.R4>([1, 1, channels, outputs], -1, 1, 'float32', 2);
  const dy = tf.randomUniform<tf.Rank.R4>([pictures, met, met, outputs], -1, 1, 'float32', 3);
  const [values, slopes] = [x.arraySync(), dy.arraySync()];
  const expected = Array.from({ length: channels }, (_, i) =>
    Array.from({ length: outputs }, (_, o) => {
      let sum = 0;
      for (const [n, rows] of slopes.entries())
        for (const [r, row] of rows.entries())
          for (const [c, slope] of row.entries())
            sum += (values[n]?.[r * stride]?.[c * stride]?.[i] ?? 0) * (slope[o] ?? 0);
      return sum;
    }),
  );
  for (let time = 0; time < 100; time++) {
    const [gradient = []] = tf.tidy(() => {
      const loss = (filter: tf.Tensor) => tf.sum(tf.mul(conv2d(x, filter as tf.Tensor4D, { stride, padding: 0 }), dy)); // w itself
      return [tf.grad(loss)(w).reshape([channels, outputs]).arraySync() as number[][]]; // a matrix
    });
    for (const [i, row] of gradient.entries())
      for (const [o, value] of row.entries()) expect(value).toBeCloseTo(expected[i]?.[o] ?? Number.NaN, 4);
  }
  tf.dispose([x, w, dy]);
});

test('a filter for other channels is refused', () => {
  const [x, w] = [tf.zeros<tf.Rank.R4>([1, 2, 2, 4]), tf.zeros<tf.Rank.R4>([1, 1, 1, 3])];
  const options = { stride: 1, padding: 0, groups: 2 };
  expect(() => conv2d(x, w, options)).toThrow('x is [1,2,2,4], the filter [1,1,1,3] with 2 groups');
});
