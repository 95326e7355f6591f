import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { silu } from './silu';

test('silu and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => silu(x), cases.silu);
});
