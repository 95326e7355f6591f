import { type InputSpec, tf } from '@assay/engine';
import type { FeedArray } from '../augment/arrays';

/** What one step is fed: named arrays and how many pictures they stand for. */
export type Feeds = { arrays: Record<string, FeedArray>; pictures: number };

/** Tensors of the arrays; the caller disposes them. */
export function toTensors(arrays: Readonly<Record<string, FeedArray>>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { data, shape, dtype }]) => {
      // The runtime has no 8-bit tensors; pixels travel as int32.
      const values = dtype === 'int32' && data instanceof Uint8Array ? Int32Array.from(data) : data;
      return [name, tf.tensor(values, shape, dtype)];
    }),
  );
}

/** Shapes and types of the arrays, as a program wants them. */
export function feedSpecs(arrays: Readonly<Record<string, FeedArray>>): Record<string, InputSpec> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
}

/** What the first step would be fed, for its shapes. */
export async function peekFeeds(batches: (startStep: number) => AsyncIterable<Feeds>): Promise<Feeds> {
  for await (const feeds of batches(0)) return feeds;
  throw new Error('there are no batches');
}
