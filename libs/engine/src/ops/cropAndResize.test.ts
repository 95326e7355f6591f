import { expect, test } from 'vitest';
import { cases, expectAsPytorch, toTensor } from '../testing/fixtures';
import { relativeError } from '../testing/gradients';
import { tf } from '../tf';
import { cropAndResize } from './cropAndResize';

test.each(cases.cropAndResize)(
  'crops and their gradient are PyTorch’s grid_sample, whole pictures its interpolate',
  (found) => {
    const [, height = 0, width = 0] = found.output.shape;
    expectAsPytorch(
      ([x, boxes, pictures]) => cropAndResize(x as tf.Tensor4D, boxes as tf.Tensor2D, pictures.as1D(), [height, width]),
      found,
    );
    const { x } = found.inputs;
    if (!x) throw new Error('the fixture lacks an input');
    const all = tf.tensor2d([0, 0, 1, 1, 0, 0, 1, 1], [2, 4]);
    const whole = cropAndResize(toTensor<tf.Rank.R4>(x), all, tf.tensor1d([0, 1], 'int32'), [height, width]);
    expect(relativeError(whole.dataSync(), found.interpolated.values)).toBeLessThan(2e-6);
  },
);

test('the whole picture at its own size is the picture, also from whole numbers', () => {
  const x = tf.tensor4d([0, 255, 17, 3, 90, 211], [1, 2, 3, 1], 'int32');
  const same = cropAndResize(x, tf.tensor2d([[0, 0, 1, 1]]), tf.tensor1d([0], 'int32'), [2, 3]);
  expect(same.dtype).toBe('float32');
  for (const [i, value] of [0, 255, 17, 3, 90, 211].entries()) expect(same.dataSync()[i]).toBeCloseTo(value, 3);
});
