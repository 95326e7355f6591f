import type { ElementType } from '../elements';
import { WeightsFileError } from '../weightsFile';
import type { Hdf5Bytes } from './bytes';

/** One message of an object's header. */
export type Message = { type: number; at: number; length: number };

export const MESSAGE = { dataspace: 0x01, datatype: 0x03, layout: 0x08, filters: 0x0b, attribute: 0x0c, symbols: 0x11 };
const CONTINUATION = 0x10;
/** Kinds of groups that h5py writes when it is asked for the latest format alone. */
const NEWER = new Set([0x02, 0x06, 0x0a]);
const MESSAGES_MAX = 10_000;

/**
 * The messages of an object's header, version 1 (HDF5 file format, IV.A.1.a).
 *
 * @throws WeightsFileError for the newer version, and for a header that goes round in circles
 */
export function readMessages(bytes: Hdf5Bytes, address: number): Message[] {
  if (bytes.uint8(address) !== 1)
    throw new WeightsFileError('an HDF5 file of the newer kind: only what Keras writes is read');
  const count = bytes.uint16(address + 2);
  const blocks = [{ start: address + 16, length: bytes.uint32(address + 8) }];
  const messages: Message[] = [];
  for (let block = blocks.shift(); block; block = blocks.shift()) {
    let at = block.start;
    while (at + 8 <= block.start + block.length && messages.length < count) {
      const message = { type: bytes.uint16(at), at: at + 8, length: bytes.uint16(at + 2) };
      bytes.slice(message.at, message.length);
      if (NEWER.has(message.type)) throw new WeightsFileError('an HDF5 file with groups of the newer kind');
      messages.push(message);
      if (message.type === CONTINUATION) {
        blocks.push({ start: bytes.uint64(message.at), length: bytes.uint64(message.at + 8) });
      }
      if (messages.length > MESSAGES_MAX) throw new WeightsFileError('an object of the HDF5 file has no end');
      at = message.at + message.length;
    }
  }
  return messages;
}

/** Sides of a dataspace; none for a scalar. */
export function readShape(bytes: Hdf5Bytes, at: number): number[] {
  const version = bytes.uint8(at);
  const rank = bytes.uint8(at + 1);
  if ((version !== 1 && version !== 2) || rank > 32) throw new WeightsFileError('a shape in the HDF5 file is broken');
  const start = at + (version === 1 ? 8 : 4);
  return Array.from({ length: rank }, (_, axis) => bytes.uint64(start + 8 * axis));
}

export type Datatype = { class: number; size: number; element: ElementType | undefined };

/** Class of variable-length values; texts of h5py among them. */
export const VARIABLE_LENGTH = 9;

/** A type of values; `element` is undefined for all but little-endian numbers. */
export function readDatatype(bytes: Hdf5Bytes, at: number): Datatype {
  const kind = bytes.uint8(at) & 0x0f;
  const bits = bytes.uint8(at + 1);
  const size = bytes.uint32(at + 4);
  return { class: kind, size, element: bits & 1 ? undefined : elementOf(kind, size, (bits & 8) !== 0) };
}

function elementOf(kind: number, size: number, isSigned: boolean): ElementType | undefined {
  const floats: Record<number, ElementType> = { 2: 'float16', 4: 'float32', 8: 'float64' };
  const signed: Record<number, ElementType> = { 1: 'int8', 2: 'int16', 4: 'int32', 8: 'int64' };
  const unsigned: Record<number, ElementType> = { 1: 'uint8', 2: 'uint16', 4: 'uint32', 8: 'uint64' };
  if (kind === 1) return floats[size];
  return kind === 0 ? (isSigned ? signed : unsigned)[size] : undefined;
}
