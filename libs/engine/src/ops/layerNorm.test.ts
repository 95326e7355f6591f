import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { layerNorm } from './layerNorm';

test('layerNorm and its three gradients are PyTorch’s', () => {
  expectAsPytorch(([x, scale, offset]) => layerNorm(x, scale.as1D(), offset.as1D(), 1e-6), cases.layerNorm);
});
