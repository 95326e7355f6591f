import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import type { tf } from '../tf';
import { softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './softmaxCrossEntropy';

test('softmaxCrossEntropy of soft targets and its gradient are PyTorch’s', () => {
  expectAsPytorch(
    ([logits, targets]) => softmaxCrossEntropy(logits as tf.Tensor2D, targets as tf.Tensor2D),
    cases.softmaxCrossEntropy,
  );
});

test('sparseSoftmaxCrossEntropy of classes and its gradient are PyTorch’s', () => {
  expectAsPytorch(
    ([logits, labels]) => sparseSoftmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor1D),
    cases.sparseSoftmaxCrossEntropy,
  );
});
