import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import type { tf } from '../tf';
import { maxPool } from './maxPool';

// All inputs are below 0, so that a padding of zeros would show.
test.each(cases.maxPool)(
  'maxPool of $size, stride $stride, padding $padding and its gradient are PyTorch’s',
  (found) => {
    expectAsPytorch(([x]) => maxPool(x as tf.Tensor4D, found.size, found), found);
  },
);
