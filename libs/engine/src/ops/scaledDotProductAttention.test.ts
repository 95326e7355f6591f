import { expect, test } from 'vitest';
import { cases, expectAsPytorch } from '../testing/fixtures';
import { tf } from '../tf';
import { scaledDotProductAttention } from './scaledDotProductAttention';

// The first keeps its weights, the second computes them again.
test.each(cases.scaledDotProductAttention)(
  'attention over $inputs.k.shape and its three gradients are PyTorch’s',
  (found) => {
    expectAsPytorch(
      ([q, k, v]) => scaledDotProductAttention(q as tf.Tensor4D, k as tf.Tensor4D, v as tf.Tensor4D, found),
      found,
    );
  },
);

test('64 tokens of width 2 keep no weights for the gradient', () => {
  const shape: [number, number, number, number] = [1, 1, 64, 2];
  const inputs = [0, 1, 2].map((seed) => tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', seed));
  const [q, k, v] = inputs;
  if (!q || !k || !v) throw new Error('three were made');
  const before = tf.memory();
  let inside = before;
  tf.tidy(() =>
    tf.grads((...given) => {
      const [q, k, v] = given as tf.Tensor4D[]; // the three below
      if (!q || !k || !v) throw new Error('three were given');
      const y = tf.tidy(() => scaledDotProductAttention(q, k, v));
      inside = tf.memory();
      return y;
    })([q, k, v]),
  );
  // Far below the 64 x 64 weights, whatever of q, k, v and the output tfjs counts twice.
  expect(inside.numBytes - before.numBytes).toBeLessThan(4 * 64 * 64);
  tf.dispose(inputs);
});
