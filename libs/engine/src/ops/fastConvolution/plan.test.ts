import { expect, test } from 'vitest';
import { planFastConvolution } from './plan';

const plan = (count: number, side: number, inputs: number, outputs = inputs, stride: 1 | 2 = 1) => {
  const { isForwardFast, isGradientFast } = planFastConvolution({
    count,
    height: side,
    width: side,
    inputs,
    outputs,
    stride,
  });
  return `${isForwardFast ? 'fast' : 'plain'}/${isGradientFast ? 'fast' : 'plain'}`;
};

// What was measured on one core is in the comment, as time of the plain way over that of the fast one, forward/gradients.
test.each([
  { size: '64 px, layer 1', found: plan(128, 16, 64), measured: 'plain/fast' }, // 0.97/1.19
  { size: '64 px, layer 2', found: plan(128, 8, 128), measured: 'fast/fast' }, // 1.21/1.61
  { size: '64 px, layer 3', found: plan(128, 4, 256), measured: 'fast/fast' }, // 1.46/1.95
  { size: '64 px, layer 4', found: plan(128, 2, 512), measured: 'fast/fast' }, // 2.32/3.17
  { size: '64 px, into layer 2', found: plan(128, 16, 64, 128, 2), measured: 'plain/plain' }, // 0.58/0.83
  { size: '64 px, into layer 4', found: plan(128, 4, 256, 512, 2), measured: 'plain/fast' }, // 1.24/1.90
  { size: '224 px, layer 1', found: plan(16, 56, 64), measured: 'plain/plain' }, // 0.63/0.83
  { size: '224 px, layer 3', found: plan(32, 14, 256), measured: 'fast/fast' }, // 1.47/1.54
  { size: '224 px, layer 4', found: plan(32, 7, 512), measured: 'fast/fast' }, // 1.45/1.75
  { size: '96 px, layer 1', found: plan(64, 24, 64), measured: 'plain/plain' }, // 0.78/0.94
  { size: '96 px, layer 3', found: plan(64, 6, 256), measured: 'fast/fast' }, // 1.41/1.59
  { size: 'a stem', found: plan(128, 32, 3, 64), measured: 'plain/plain' },
  { size: 'one picture', found: plan(1, 8, 128), measured: 'plain/plain' },
])('$size: $measured', ({ found, measured }) => expect(found).toBe(measured));
