import { crc32, inflateRawSync } from 'node:zlib';
import { WeightsFileError } from './weightsFile';

type Entry = { name: string; method: number; packedBytes: number; bytes: number; crc: number; offset: number };

export interface ZipFile {
  readonly names: readonly string[];
  /**
   * An entry's bytes, checked by its CRC; a view of the file where it is stored as it is.
   *
   * @throws WeightsFileError when it is missing, damaged, or says that it has more bytes than `bytesMax`
   */
  read(name: string, bytesMax?: number): Uint8Array;
}

const SIGNATURES = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 };
const STORED = 0;
const DEFLATED = 8;
const ENTRIES_MAX = 100_000;
/** Weights are hardly compressible: an archive that grows by more than this was made to fill the memory. */
const GROWTH_MAX = 8;
const SMALL_BYTES = 16 << 20;

/**
 * The directory of a zip file: stored and deflated entries, zip64 too. Nothing is unpacked to the disk, so an entry's name
 * is a key and never a path.
 *
 * @throws WeightsFileError when it is cut off, contradicts itself, is encrypted, or would grow out of proportion
 */
export function openZip(bytes: Uint8Array): ZipFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = new Map<string, Entry>();
  for (const entry of readDirectory(view, bytes)) {
    if (entries.has(entry.name)) throw damaged(`two entries are called ${shown(entry.name)}`);
    entries.set(entry.name, entry);
  }
  const total = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  if (total > SMALL_BYTES + GROWTH_MAX * bytes.length) {
    throw damaged(`its entries would grow from ${bytes.length} to ${total} bytes`);
  }
  const starts = new Map<string, number>();
  let end = 0;
  for (const entry of [...entries.values()].sort((a, b) => a.offset - b.offset)) {
    const start = dataStart(view, bytes, entry);
    if (entry.offset < end) throw damaged(`${shown(entry.name)} overlaps the entry before it`);
    end = start + entry.packedBytes;
    starts.set(entry.name, start);
  }
  return {
    names: [...entries.keys()],
    read(name, bytesMax = Number.POSITIVE_INFINITY) {
      const entry = entries.get(name);
      const start = starts.get(name);
      if (!entry || start === undefined) throw damaged(`the entry ${shown(name)} is missing`);
      if (entry.bytes > bytesMax) throw damaged(`${shown(name)} has ${entry.bytes} bytes, ${bytesMax} at most`);
      const found = unpack(bytes.subarray(start, start + entry.packedBytes), entry);
      if (crc32(found) !== entry.crc) throw damaged(`the bytes of ${shown(name)} are not those that were written`);
      return found;
    },
  };
}

function unpack(packed: Uint8Array, { name, method, bytes }: Entry): Uint8Array {
  if (method === STORED) {
    if (packed.length !== bytes) throw damaged(`${shown(name)} has ${packed.length} bytes, not ${bytes}`);
    return packed;
  }
  try {
    const found = inflateRawSync(packed, { maxOutputLength: Math.max(bytes, 1) });
    if (found.length === bytes) return found;
  } catch {
    // Said below: zlib's own words name no entry.
  }
  throw damaged(`${shown(name)} does not unpack to ${bytes} bytes`);
}

function* readDirectory(view: DataView, bytes: Uint8Array): Generator<Entry> {
  const { count, start, end } = findDirectory(view);
  if (count > ENTRIES_MAX) throw damaged(`${count} entries, ${ENTRIES_MAX} at most`);
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== SIGNATURES.entry) throw damaged('its directory is broken');
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > end) throw damaged('its directory is broken');
    const name = textOf(bytes.subarray(at + 46, nameEnd));
    if (view.getUint16(at + 8, true) & 1) throw damaged(`${shown(name)} is encrypted`);
    const method = view.getUint16(at + 10, true);
    if (method !== STORED && method !== DEFLATED) throw damaged(`${shown(name)} is packed by method ${method}`);
    const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    const [size = 0, packedBytes = 0, offset = 0] = withWideSizes(view, sizes, { start: nameEnd, end: extraEnd });
    yield { name, method, packedBytes, bytes: size, crc: view.getUint32(at + 16, true), offset };
    at = next;
  }
}

/** The directory's place, from the record at the file's end. */
function findDirectory(view: DataView): { count: number; start: number; end: number } {
  const at = findEnd(view);
  let [count, size, start] = [
    view.getUint16(at + 10, true),
    view.getUint32(at + 12, true),
    view.getUint32(at + 16, true),
  ];
  let end = at;
  const locator = at - 20;
  if (locator >= 0 && view.getUint32(locator, true) === SIGNATURES.locator) {
    const wide = wideNumber(view, locator + 8);
    if (wide + 56 > locator || view.getUint32(wide, true) !== SIGNATURES.end64) throw damaged('its end is broken');
    [count, size, start] = [wideNumber(view, wide + 32), wideNumber(view, wide + 40), wideNumber(view, wide + 48)];
    end = wide;
  }
  if (start + size > end) throw damaged('its directory lies outside');
  return { count, start, end: start + size };
}

function findEnd(view: DataView): number {
  const last = view.byteLength - 22;
  // A comment of up to 65535 bytes may follow.
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === SIGNATURES.end && at + 22 + view.getUint16(at + 20, true) === view.byteLength) {
      return at;
    }
  }
  throw damaged('it is cut off: a zip file ends with its directory');
}

/** Sizes of 0xffffffff stand, in this order, in the zip64 field of eight bytes each. */
function withWideSizes(view: DataView, sizes: number[], extra: { start: number; end: number }): number[] {
  if (!sizes.includes(0xffffffff)) return sizes;
  for (let at = extra.start; at + 4 <= extra.end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    const end = Math.min(extra.end, next + view.getUint16(at + 2, true));
    return sizes.map((size) => {
      if (size !== 0xffffffff) return size;
      if (next + 8 > end) throw damaged('a size is missing');
      next += 8;
      return wideNumber(view, next - 8);
    });
  }
  return sizes;
}

function dataStart(view: DataView, bytes: Uint8Array, { name, offset, packedBytes }: Entry): number {
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== SIGNATURES.local) {
    throw damaged(`${shown(name)} is not where its directory says`);
  }
  const nameEnd = offset + 30 + view.getUint16(offset + 26, true);
  const start = nameEnd + view.getUint16(offset + 28, true);
  if (start + packedBytes > view.byteLength) throw damaged(`${shown(name)} reaches over the file's end`);
  if (textOf(bytes.subarray(offset + 30, nameEnd)) !== name) throw damaged(`${shown(name)} has another name inside`);
  return start;
}

function wideNumber(view: DataView, at: number): number {
  if (at + 8 > view.byteLength) throw damaged('its end is broken');
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(`a size of ${value} bytes`);
  return Number(value);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}

function damaged(what: string): WeightsFileError {
  return new WeightsFileError(`the zip file is damaged or refused: ${what}`);
}
