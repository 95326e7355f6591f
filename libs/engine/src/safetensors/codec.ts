import { encodeHeader, headerLength, LENGTH_BYTES, parseHeader } from './header';
import {
  countOf,
  DTYPES,
  type NamedTensor,
  SafetensorsError,
  type StoredTensor,
  type TensorPlace,
  type TypedArray,
} from './types';

/** All of a file, as values. */
export type Safetensors = { metadata: Record<string, string>; tensors: Map<string, StoredTensor> };

/** One file's bytes; equal input gives equal bytes. @throws SafetensorsError when a tensor contradicts itself */
export function encodeSafetensors(tensors: Iterable<NamedTensor>, metadata: Record<string, string> = {}): Buffer {
  const list = [...tensors];
  list.forEach(checkTensor);
  return Buffer.concat([encodeHeader(list, metadata), ...list.map(({ data }) => bytesOf(data))]);
}

/** @throws SafetensorsError saying what is wrong with the bytes */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const length = headerLength(bytes.subarray(0, LENGTH_BYTES), bytes.length);
  const { metadata, tensors } = parseHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), bytes.length);
  const read = ([name, place]: [string, TensorPlace]): [string, StoredTensor] => {
    const { dtype, shape, start, end } = place;
    return [name, { dtype, shape, data: valuesOf(bytes.subarray(start, end), place) }];
  };
  return { metadata, tensors: new Map([...tensors].map(read)) };
}

/** A tensor's bytes as they lie in the file (little-endian, as all of our machines), without a copy. */
export function bytesOf(data: TypedArray): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** A copy of the bytes as values; a copy, since bytes inside a file need not lie at a multiple of their size. */
export function valuesOf(bytes: Uint8Array, { dtype }: { dtype: TensorPlace['dtype'] }): TypedArray {
  const copy = new Uint8Array(bytes);
  return new DTYPES[dtype](copy.buffer);
}

/** @throws SafetensorsError when data, shape and dtype do not agree */
export function checkTensor({ name, dtype, shape, data }: NamedTensor): void {
  if (!(data instanceof DTYPES[dtype]))
    throw new SafetensorsError(`${name}: ${data.constructor.name} holds no ${dtype}`);
  if (data.length !== countOf(shape)) {
    throw new SafetensorsError(`${name}: ${data.length} values for shape [${shape}]`);
  }
}
