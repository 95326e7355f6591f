import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import type { tf } from '../tf';
import { avgPool } from './avgPool';

test.each(cases.avgPool)(
  'avgPool of $size, stride $stride, padding $padding (counted: $countsPadding) and its gradient are PyTorch’s',
  (found) => {
    expectAsPytorch(([x]) => avgPool(x as tf.Tensor4D, found.size, found), found);
  },
);
