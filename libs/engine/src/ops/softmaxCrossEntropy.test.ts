import { test } from 'vitest';
import { cases, expectAsPytorch, toTensor } from '../testing/fixtures';
import type { tf } from '../tf';
import { softmaxCrossEntropy } from './softmaxCrossEntropy';

test('softmaxCrossEntropy of soft targets and its gradient are PyTorch’s', () => {
  const { targets } = cases.softmaxCrossEntropy;
  expectAsPytorch(
    ([logits]) => softmaxCrossEntropy(logits as tf.Tensor2D, toTensor<tf.Rank.R2>(targets)),
    cases.softmaxCrossEntropy,
  );
});
