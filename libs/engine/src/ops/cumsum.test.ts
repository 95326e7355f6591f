import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { cumsum } from './cumsum';

test.each(cases.cumsum)(
  'cumsum along $axis (exclusive $exclusive, reverse $reverse) and its gradient are PyTorch’s',
  (found) => {
    expectAsPytorch(([x]) => cumsum(x, found), found);
  },
);
