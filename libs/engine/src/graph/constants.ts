import type { RawValues } from './binding';

/** The value that all entries have; null when they differ or there are none. */
export function uniformValue(values: RawValues): number | null {
  const first = values[0];
  if (first === undefined) return null;
  for (let i = 1; i < values.length; i++) if (values[i] !== first) return null;
  return first;
}

/** A copy of the values' memory, as TensorFlow's `tensor_content` wants it. */
export function constantBytes(values: RawValues | readonly number[] | readonly boolean[]): Buffer {
  const typed = ArrayBuffer.isView(values) ? values : Uint8Array.from(values, Number);
  return Buffer.from(Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength));
}
