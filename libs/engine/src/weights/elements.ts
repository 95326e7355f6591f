import { WeightsFileError } from './weightsFile';

/** Bytes of one value, and how it is read; little-endian. */
export type Element = { bytes: number; read: (view: DataView, at: number) => number };

/** Types of values that become float32. Whole numbers beyond 2 ** 24 are rounded. */
export const ELEMENTS = {
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  float64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  float16: { bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
  bfloat16: { bytes: 2, read: (view, at) => bfloatToNumber(view.getUint16(at, true)) },
  int64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  int16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  int8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  uint64: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  uint32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  bool: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
} as const satisfies Record<string, Element>;

export type ElementType = keyof typeof ELEMENTS;

/** All values of some bytes. @throws WeightsFileError when they are no whole number of values */
export function toFloat32(bytes: Uint8Array, type: ElementType): Float32Array {
  const { bytes: size, read }: Element = ELEMENTS[type];
  if (bytes.length % size !== 0) throw new WeightsFileError(`${bytes.length} bytes are no whole number of ${type}`);
  // A copy, since bytes inside a file need not lie at a multiple of four.
  if (type === 'float32') return new Float32Array(new Uint8Array(bytes).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Float32Array.from({ length: bytes.length / size }, (_, index) => read(view, index * size));
}

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
function bfloatToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
