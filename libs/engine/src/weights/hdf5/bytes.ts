import { WeightsFileError } from '../weightsFile';

/** Little-endian numbers of an HDF5 file, at absolute places and never beyond the end. */
export interface Hdf5Bytes {
  readonly length: number;
  uint8(at: number): number;
  uint16(at: number): number;
  uint32(at: number): number;
  /** Eight bytes: an address, a length. */
  uint64(at: number): number;
  slice(start: number, length: number): Uint8Array;
  /** Latin text of so many bytes, up to the first zero. */
  text(start: number, length: number): string;
}

/** HDF5's word for "nowhere". */
export const NOWHERE = Number.POSITIVE_INFINITY;

/** @throws WeightsFileError on every reading beyond the end */
export function createHdf5Bytes(source: Uint8Array): Hdf5Bytes {
  const view = new DataView(source.buffer, source.byteOffset, source.length);
  const within = (at: number, length: number): number => {
    if (!(at >= 0 && length >= 0 && at + length <= source.length)) {
      throw new WeightsFileError('the HDF5 file is cut off or points outside of itself');
    }
    return at;
  };
  const slice = (start: number, length: number): Uint8Array => {
    within(start, length);
    return source.subarray(start, start + length);
  };
  return {
    length: source.length,
    uint8: (at) => view.getUint8(within(at, 1)),
    uint16: (at) => view.getUint16(within(at, 2), true),
    uint32: (at) => view.getUint32(within(at, 4), true),
    uint64: (at) => {
      const value = view.getBigUint64(within(at, 8), true);
      if (value === 0xffff_ffff_ffff_ffffn) return NOWHERE;
      if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new WeightsFileError('a number in the HDF5 file is too large');
      return Number(value);
    },
    slice,
    text: (start, length) => {
      const bytes = Buffer.from(slice(start, length));
      const end = bytes.indexOf(0);
      return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
    },
  };
}
