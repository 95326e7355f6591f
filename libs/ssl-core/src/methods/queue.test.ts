import { tensorCount, tf } from '@assay/engine';
import { expect, it } from 'vitest';
import { createScope, disposeParameters } from '../layers/parameters';
import { createRng } from '../rng';
import { createQueue } from './queue';

const rows = (first: number, count: number) => Array.from({ length: count }, (_, i) => [first + i, 10 * (first + i)]);

it('starts with directions, and each batch takes the places of the oldest keys, round the end too', () => {
  const before = tensorCount();
  const scope = createScope({ rng: createRng(3) });
  const queue = createQueue(scope, 5, 2);
  expect(scope.parameters.map(({ name, isTrainable }) => [name, isTrainable])).toEqual([
    ['queue', false],
    ['queue_ptr', false],
  ]);
  const lengths = tf.tidy(() => tf.norm(queue.keys_KD, 2, 1).arraySync() as number[]); // as: of one axis
  for (const length of lengths) expect(length).toBeCloseTo(1, 5);

  const start = queue.keys_KD.arraySync();
  const enqueue = (first: number, count: number) => tf.tidy(() => queue.enqueue(tf.tensor2d(rows(first, count))));
  enqueue(1, 2);
  expect(queue.keys_KD.arraySync()).toEqual([...rows(1, 2), ...start.slice(2)]);
  enqueue(3, 2);
  expect([...queue.pointer.dataSync()]).toEqual([4]);
  enqueue(5, 2);
  expect(queue.keys_KD.arraySync()).toEqual([...rows(6, 1), ...rows(2, 3), ...rows(5, 1)]);
  expect([...queue.pointer.dataSync()]).toEqual([1]);
  enqueue(7, 5);
  expect([...queue.pointer.dataSync()]).toEqual([1]);
  expect(queue.keys_KD.arraySync()).toEqual([...rows(11, 1), ...rows(7, 4)]);
  expect(() => enqueue(1, 6)).toThrow(/queue of 5 cannot take the 6 keys/);
  disposeParameters(scope.parameters);
  expect(tensorCount()).toBe(before);
});
