import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { gelu } from './gelu';

test('gelu and its gradient are PyTorch’s', () => {
  expectAsPytorch(([x]) => gelu(x), cases.gelu);
});
