import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { roiAlign } from './roiAlign';

test.each(cases.roiAlign)(
  'roiAlign (aligned $aligned, $samplingRatio samples) and its gradient are torchvision’s',
  (found) => {
    const [, rows = 0, columns = 0] = found.output.shape;
    expectAsPytorch(
      ([x, boxes, pictures]) =>
        roiAlign(x as tf.Tensor4D, boxes as tf.Tensor2D, pictures as tf.Tensor1D, { ...found, size: [rows, columns] }),
      found,
    );
  },
);

test('a number of samples that depends on the box is refused', () => {
  const options = { size: [1, 1] as [number, number], samplingRatio: -1, spatialScale: 1, aligned: true };
  const [x, boxes, pictures] = [
    tf.zeros<tf.Rank.R4>([1, 2, 2, 1]),
    tf.zeros<tf.Rank.R2>([1, 4]),
    tf.tensor1d([0], 'int32'),
  ];
  expect(() => roiAlign(x, boxes, pictures, options)).toThrow('-1 samples');
});
