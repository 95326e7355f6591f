import { type InputSpec, tf } from '@assay/engine';
import type { FeedArray } from '../augment/arrays';

/** What one step is fed: named arrays and how many pictures they stand for. */
export type Feeds = { arrays: Record<string, FeedArray>; pictures: number };

/** Tensors of the arrays; the caller disposes them. */
export function toTensors(arrays: Readonly<Record<string, FeedArray>>): Record<string, tf.Tensor> {
  return createTensorMaker()(arrays);
}

/**
 * A `toTensors` for one step after the other, which widens pixels in the same memory each time: the tensors of a call
 * are to be used and disposed before the next.
 */
export function createTensorMaker(): typeof toTensors {
  const widened = new Map<string, Int32Array>();

  /** The runtime has no 8-bit tensors; pixels enter it as int32. */
  function widen(name: string, data: Uint8Array): Int32Array {
    const known = widened.get(name);
    const values = known?.length === data.length ? known : new Int32Array(data.length);
    widened.set(name, values);
    values.set(data);
    return values;
  }

  return (arrays) =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, { data, shape, dtype }]) => {
        const values = dtype === 'int32' && data instanceof Uint8Array ? widen(name, data) : data;
        return [name, tf.tensor(values, shape, dtype)];
      }),
    );
}

/** Shapes and types of the arrays, as a program wants them. */
export function feedSpecs(arrays: Readonly<Record<string, FeedArray>>): Record<string, InputSpec> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
}
