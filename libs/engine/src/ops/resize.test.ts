import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import type { tf } from '../tf';
import { resizeBilinear, resizeNearest } from './resize';

const RESIZES = { bilinear: resizeBilinear, nearest: resizeNearest };

test.each(cases.resize)('$mode resizing to $output.shape and its gradient are PyTorch’s', (found) => {
  const [, height = 0, width = 0] = found.output.shape;
  expectAsPytorch(([x]) => RESIZES[found.mode](x as tf.Tensor4D, [height, width]), found);
});
