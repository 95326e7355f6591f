import { expect, test } from 'vitest';
import { openEngine } from '../openEngine';
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

test.each([
  { tokens: 4, kept: 5 },
  { tokens: 64, kept: 4 },
])('$tokens tokens of width 2 keep $kept tensors for the gradient', ({ tokens, kept }) => {
  openEngine();
  const shape: [number, number, number, number] = [1, 1, tokens, 2];
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
  // The output and what is kept; tfjs counts tensors that share their memory as if they did not.
  expect(inside.numTensors - before.numTensors).toBe(1 + kept);
  const bytes = inside.numBytes - before.numBytes;
  expect(bytes).toBe(4 * (5 * 2 * tokens + (kept === 5 ? tokens * tokens : 0)));
});
