import { expect, test } from 'vitest';
import { EngineError } from './loadAddon';
import { openEngine } from './openEngine';
import { readSimd } from './simd';
import { tf } from './tf';

test('the exported tfjs runs on the opened engine, which says what it is', () => {
  const engine = openEngine({ threads: 2 });
  expect(tf.getBackend()).toBe('tensorflow');
  expect(engine.tf).toBe(tf);
  expect(engine.tensorflow).toMatch(/^\d+\.\d+/);
  expect(engine.identity).toBe(`tensorflow ${engine.tensorflow} ${engine.device} onednn threads=2`);
  expect(Array.from(tf.add(tf.tensor1d([1, 2]), 1).dataSync())).toEqual([2, 3]);
});

test('opening again gives the same engine, other threads are refused', () => {
  const engine = openEngine({ threads: 2 });
  expect(openEngine()).toBe(engine);
  expect(() => openEngine({ threads: 3 })).toThrow(EngineError);
});

test('gradients are registered for the operations that networks use', () => {
  openEngine();
  const gradient = tf.grad((x) => tf.sum(tf.softmax(tf.reshape(tf.square(x), [1, 3]))))(tf.tensor1d([1, 2, 3]));
  for (const value of gradient.dataSync()) expect(value).toBeCloseTo(0, 5);
});

test('no list of instructions where the system has none', () => {
  expect(readSimd('/nonexistent')).toEqual([]);
});
