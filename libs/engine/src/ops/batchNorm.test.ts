import { expect, test } from 'vitest';
import { tensorCount } from '../leakGuard';
import { cases, expectAsPytorch, toTensor } from '../testing/fixtures';
import { relativeError } from '../testing/gradients';
import { tf } from '../tf';
import { batchNorm } from './batchNorm';

test('batchNorm and its three gradients are PyTorch’s', () => {
  const normalise = ([x, scale, offset]: [tf.Tensor, tf.Tensor, tf.Tensor]) =>
    batchNorm(x as tf.Tensor4D, scale.as1D(), offset.as1D(), 1e-5).y;
  expectAsPytorch(normalise, cases.batchNorm);
});

test('mean and unbiased variance are what PyTorch keeps as running statistics', () => {
  const { x, scale, offset } = cases.batchNorm.inputs;
  if (!x || !scale || !offset) throw new Error('the fixture lacks an input');
  const inputs = [toTensor<tf.Rank.R4>(x), toTensor<tf.Rank.R1>(scale), toTensor<tf.Rank.R1>(offset)] as const;
  const before = tensorCount();
  const { y, mean, variance } = batchNorm(...inputs, 1e-5);
  expect(relativeError(mean.dataSync(), cases.batchNorm.mean.values)).toBeLessThan(1e-6);
  expect(relativeError(variance.dataSync(), cases.batchNorm.variance.values)).toBeLessThan(1e-6);
  tf.dispose([y, mean, variance]);
  expect(tensorCount()).toBe(before);
});
