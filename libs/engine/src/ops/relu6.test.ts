import { expect, test } from 'vitest';
import { withShadow } from '../testing';
import { tf } from '../tf';
import { relu6 } from './relu6';

test('relu6 cuts at 0 and 6, and its gradient is 0 outside and at both', () => {
  tf.tidy(() => {
    const x = tf.tensor1d([-1, 0, 0.5, 5.5, 6, 7]);
    expect(Array.from(relu6(x).dataSync())).toEqual([0, 0, 0.5, 5.5, 6, 6]);
    expect(Array.from(tf.grad(relu6)(x).dataSync())).toEqual([0, 0, 1, 1, 0, 0]);
  });
});

test('the tracer knows its shapes', () => {
  const met = withShadow(() => tf.tidy(() => void tf.grad((x) => tf.sum(relu6(x)))(tf.ones([2, 3]))));
  expect([...met.keys()]).toEqual(expect.arrayContaining(['Relu6', 'Relu6Grad']));
});
