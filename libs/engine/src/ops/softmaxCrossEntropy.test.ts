import { test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import type { tf } from '../tf';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';

test('softmaxCrossEntropy of soft targets and its gradient are PyTorch’s', () => {
  expectAsPytorch(
    ([logits, targets]) => softmaxCrossEntropy(logits as tf.Tensor2D, targets as tf.Tensor2D),
    cases.softmaxCrossEntropy,
  );
});
