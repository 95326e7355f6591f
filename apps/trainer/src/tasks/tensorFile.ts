import { createHash } from 'node:crypto';
import { decodeSafetensors, encodeSafetensors } from '@assay/engine';

export type Values = Float32Array | Float64Array | Int32Array;
/** The same over plain memory: nothing here is ever shared between threads. */
type OwnValues = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
export type StoredTensor = { name: string; shape: readonly number[]; data: Values };
export type TensorGroup = Map<string, { shape: readonly number[]; data: Float32Array }>;

const DTYPES = { Float32Array: 'F32', Float64Array: 'F64', Int32Array: 'I32' } as const;

/** One safetensors file, tensors in the order of their names, so that equal tensors have equal bytes. */
export function encodeTensors(tensors: readonly StoredTensor[], metadata: Readonly<Record<string, string>>): Buffer {
  const ordered = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  return encodeSafetensors(
    ordered.map(({ name, shape, data }) => ({
      name,
      shape: [...shape],
      data: data as OwnValues, // no memory here is shared
      dtype: dtypeOf(data),
    })),
    { ...metadata },
  );
}

export type TensorFile = {
  metadata: Record<string, string>;
  /** Float32 tensors whose names begin with `prefix.`, without it. */
  group(prefix: string): TensorGroup;
  /** Tensors of any type whose names begin with `prefix.`, without it. */
  named(prefix: string): StoredTensor[];
  /** One tensor of any type. @throws Error when it is missing */
  values(name: string): { shape: readonly number[]; data: Values };
};

/** @throws SafetensorsError when the bytes are no whole safetensors file */
export function decodeTensors(bytes: Buffer): TensorFile {
  const { metadata, tensors } = decodeSafetensors(bytes);
  return {
    metadata,
    group(prefix) {
      const found: TensorGroup = new Map();
      for (const [name, { shape, data }] of tensors) {
        if (name.startsWith(`${prefix}.`) && data instanceof Float32Array) {
          found.set(name.slice(prefix.length + 1), { shape, data });
        }
      }
      return found;
    },
    named: (prefix) =>
      [...tensors].flatMap(([name, { shape, data }]) =>
        name.startsWith(`${prefix}.`) && isValues(data) ? [{ name: name.slice(prefix.length + 1), shape, data }] : [],
      ),
    values(name) {
      const tensor = tensors.get(name);
      if (!tensor || !isValues(tensor.data)) throw new Error(`the tensor ${name} is missing`);
      return { shape: tensor.shape, data: tensor.data };
    },
  };
}

export function prefixNames<T extends { name: string }>(prefix: string, tensors: readonly T[]): T[] {
  return tensors.map((tensor) => ({ ...tensor, name: `${prefix}.${tensor.name}` }));
}

/** SHA-256 of the tensors' bytes in name order: equal for equal weights, whatever else a file says. */
export function weightsDigest(tensors: readonly StoredTensor[]): string {
  const hash = createHash('sha256');
  for (const { data } of [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

function dtypeOf(data: Values): 'F32' | 'F64' | 'I32' {
  if (data instanceof Float32Array) return DTYPES.Float32Array;
  return data instanceof Float64Array ? DTYPES.Float64Array : DTYPES.Int32Array;
}

function isValues(data: unknown): data is Values {
  return data instanceof Float32Array || data instanceof Float64Array || data instanceof Int32Array;
}
