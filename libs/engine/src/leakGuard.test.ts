import { expect, test } from 'vitest';
import { createLeakGuard, LeakError } from './leakGuard';
import { tf } from './tf';

test('a steady count passes, growth is named with its step', () => {
  const guard = createLeakGuard();
  const kept = [tf.scalar(1)];
  guard.check(1);
  guard.check(2);
  kept.push(tf.scalar(2));
  expect(() => guard.check(3)).toThrow(LeakError);
  expect(() => guard.check(3)).toThrow(/at step 3, 1 more than at step 1/);
});

test('a smaller count becomes the measure, and a tolerance lets some growth pass', () => {
  const kept = [tf.scalar(1), tf.scalar(2)];
  const strict = createLeakGuard();
  const lenient = createLeakGuard({ tolerance: 1 });
  strict.check(1);
  tf.dispose(kept);
  strict.check(2);
  lenient.check(2);
  const again = tf.scalar(3);
  expect(() => strict.check(3)).toThrow(LeakError);
  lenient.check(3);
  again.dispose();
});
