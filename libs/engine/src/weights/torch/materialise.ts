import { ELEMENTS, type Element, toFloat32 } from '../elements';
import { createBudget, type WeightsArray, WeightsFileError } from '../weightsFile';
import type { StorageRef, TensorRef } from './values';

/** The values of tensors, row by row whatever their strides. @param bytesOf all bytes of a storage */
export function materialise(
  tensors: ReadonlyMap<string, TensorRef>,
  bytesOf: (storage: StorageRef) => Uint8Array,
  fileBytes: number,
): Map<string, WeightsArray> {
  const spend = createBudget(fileBytes);
  const found = new Map<string, WeightsArray>();
  for (const [name, tensor] of tensors) {
    const count = tensor.shape.reduce((product, size) => product * size, 1);
    spend(count, name);
    found.set(name, {
      shape: [...tensor.shape],
      data: valuesOf(name, tensor, { count, bytes: bytesOf(tensor.storage) }),
    });
  }
  return found;
}

function valuesOf(
  name: string,
  tensor: TensorRef,
  { count, bytes }: { count: number; bytes: Uint8Array },
): Float32Array {
  const { storage, offset, shape, strides } = tensor;
  if (count === 0) return new Float32Array(0);
  const { bytes: size }: Element = ELEMENTS[storage.type];
  const reach = shape.reduce((at, length, axis) => at + (length - 1) * (strides[axis] ?? 0), 1);
  const start = (storage.start + offset) * size;
  if (start + reach * size > bytes.length) throw new WeightsFileError(`${name}: its storage ${storage.key} is cut off`);
  // Only what the tensor spans: a small tensor may be cut from a large storage.
  const span = bytes.subarray(start, start + reach * size);
  return isContiguous(shape, strides) ? toFloat32(span, storage.type) : gather(span, tensor, count);
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis] ?? 1;
  }
  return true;
}

/** Reads the tensor's values alone, however much lies between them. */
function gather(span: Uint8Array, { storage, shape, strides }: TensorRef, count: number): Float32Array {
  const { bytes: size, read }: Element = ELEMENTS[storage.type];
  const view = new DataView(span.buffer, span.byteOffset, span.length);
  const out = new Float32Array(count);
  const place = shape.map(() => 0);
  let at = 0;
  for (let i = 0; i < count; i++) {
    out[i] = read(view, at * size);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1;
      at += strides[axis] ?? 0;
      if (next < (shape[axis] ?? 0)) {
        place[axis] = next;
        break;
      }
      at -= next * (strides[axis] ?? 0);
      place[axis] = 0;
    }
  }
  return out;
}
