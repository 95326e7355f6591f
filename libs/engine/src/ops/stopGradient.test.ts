import { expect, test } from 'vitest';
import { tf } from '../tf';
import { stopGradient } from './stopGradient';

test('what is stopped counts as a constant', () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2, 3]);
    const slope = tf.grad((given: tf.Tensor) => tf.mul(given, stopGradient(tf.square(given))))(x);
    expect(Array.from(slope.dataSync())).toEqual([1, 4, 9]); // d(x * c) = c, and not 3 x^2
    expect(Array.from(stopGradient(x).dataSync())).toEqual([1, 2, 3]);
  });
  expect(tf.memory().numTensors).toBe(before);
});
