import { createRequire } from 'node:module';
import util from 'node:util';
import { expect, test } from 'vitest';
import { EngineError, loadAddon } from './loadAddon';
import { tf } from './tf';

test('a missing addon says what to run', () => {
  const missing = () => {
    throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found\nand more');
  };
  expect(() => loadAddon(missing)).toThrow(EngineError);
  expect(() => loadAddon(missing)).toThrow(
    'does not load (The Node.js native addon module (tfjs_binding.node) can not be found): run npm run setup',
  );
});

test('an addon that registers with another tfjs is noticed', () => {
  expect(() => loadAddon(() => ({}))).toThrow('two copies of @tensorflow/tfjs');
});

test('runs without the helper that Node 23 removed', () => {
  expect(Reflect.deleteProperty(util, 'isNullOrUndefined')).toBe(true);
  loadAddon(createRequire(import.meta.url));
  // Joining asks the addon for the type of a list of tensors, which is where the helper is called.
  expect(Array.from(tf.concat([tf.tensor1d([1]), tf.tensor1d([2])]).dataSync())).toEqual([1, 2]);
});
