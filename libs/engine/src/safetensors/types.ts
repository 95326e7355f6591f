/** Bytes a value, and the array that holds such values. 16-bit floats come as their bits: JavaScript has no such number. */
export const DTYPES = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  I8: Int8Array,
  U16: Uint16Array,
  I16: Int16Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  U32: Uint32Array,
  I32: Int32Array,
  F32: Float32Array,
  F64: Float64Array,
  U64: BigUint64Array,
  I64: BigInt64Array,
} as const;

export type Dtype = keyof typeof DTYPES;

export type TypedArray = InstanceType<(typeof DTYPES)[Dtype]>;

export type StoredTensor = { dtype: Dtype; shape: number[]; data: TypedArray };
export type NamedTensor = StoredTensor & { name: string };

/** Where one tensor lies; `start` and `end` are bytes from the first byte of the file. */
export type TensorPlace = { dtype: Dtype; shape: number[]; start: number; end: number };

/** Not a safetensors file, or one that was cut off or forged. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

export function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(DTYPES, value);
}

/** Number of values of a shape; 1 for a scalar. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
