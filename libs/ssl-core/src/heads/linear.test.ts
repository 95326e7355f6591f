import { tensorCount, tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { createRng } from '../rng';
import { createLinearHead } from './linear';

const seed = (value: number) => tf.tensor1d([value, 0], 'int32');

test('the head is one linear layer under its own prefix', () => {
  const before = tensorCount();
  const head = createLinearHead({ dimension: 3, classes: 2, rng: createRng(0), dropout: 0 });
  expect(head.parameters.map(({ name }) => name)).toEqual(['head.weight', 'head.bias']);
  const [weight, bias] = head.parameters;
  tf.tidy(() => {
    weight?.variable.assign(tf.tensor2d([1, 10, 2, 20, 3, 30], [3, 2]));
    bias?.variable.assign(tf.tensor1d([0.5, -0.5]));
    const logits_NC = head.logits(tf.tensor2d([[1, 1, 1]]), { training: true });
    expect(Array.from(logits_NC.dataSync())).toEqual([6.5, 59.5]);
  });
  head.dispose();
  expect(tensorCount()).toBe(before);
});

test('dropout follows its seed, keeps the mean, and is off in use', () => {
  const head = createLinearHead({ dimension: 4000, classes: 1, rng: createRng(0), dropout: 0.25 });
  const x_ND = tf.ones<tf.Rank.R2>([2, 4000]);
  head.parameters[0]?.variable.assign(tf.ones([4000, 1]));
  const run = (dropoutSeed: tf.Tensor) => Array.from(head.logits(x_ND, { training: true, dropoutSeed }).dataSync());
  expect(run(seed(1))).toEqual(run(seed(1)));
  expect(run(seed(1))).not.toEqual(run(seed(2)));
  expect((run(seed(1))[0] ?? 0) / 4000).toBeCloseTo(1, 1);
  expect(Array.from(head.logits(x_ND, { training: false }).dataSync())).toEqual([4000, 4000]);
  expect(() => head.logits(x_ND, { training: true })).toThrow('dropoutSeed');
});
