import { WeightsFileError } from '../weightsFile';

/** Bytes one after the other; never beyond the end. */
export interface Reader {
  /** Of the next byte. */
  readonly at: number;
  byte(): number;
  uint16(): number;
  int32(): number;
  uint32(): number;
  /** A length of eight bytes. */
  uint64(): number;
  /** Big-endian, as pickle writes it. */
  float64(): number;
  bytes(length: number): Uint8Array;
  text(length: number): string;
  /** Up to the end of the line, which is passed over. */
  line(): string;
}

/** A name that is longer than this was not written by Python. */
const LINE_MAX = 1000;

/** @throws WeightsFileError on every reading beyond the end */
export function createReader(source: Uint8Array, start = 0): Reader {
  const view = new DataView(source.buffer, source.byteOffset, source.length);
  let at = start;
  const take = (length: number): number => {
    if (length > source.length - at) throw new WeightsFileError('cut off: the pickle ends in the middle');
    at += length;
    return at - length;
  };
  const bytes = (length: number): Uint8Array => {
    const from = take(length);
    return source.subarray(from, from + length);
  };
  const text = (length: number): string => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes(length));
    } catch (error) {
      if (error instanceof WeightsFileError) throw error;
      throw new WeightsFileError('a text in the pickle is not UTF-8');
    }
  };
  return {
    get at() {
      return at;
    },
    byte: () => view.getUint8(take(1)),
    uint16: () => view.getUint16(take(2), true),
    int32: () => view.getInt32(take(4), true),
    uint32: () => view.getUint32(take(4), true),
    uint64: () => {
      const value = view.getBigUint64(take(8), true);
      if (value > BigInt(source.length)) throw new WeightsFileError('cut off: the pickle ends in the middle');
      return Number(value);
    },
    float64: () => view.getFloat64(take(8), false),
    bytes,
    text,
    line: () => {
      const end = source.subarray(at, at + LINE_MAX).indexOf(0x0a);
      if (end < 0) throw new WeightsFileError('the pickle holds a name without an end');
      const found = text(end);
      take(1);
      return found;
    },
  };
}
