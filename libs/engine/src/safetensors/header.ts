import { duplicateKey } from './duplicateKey';
import { countOf, DTYPES, isDtype, type NamedTensor, SafetensorsError, type TensorPlace } from './types';

/** Bytes of the number that says how long the header is. */
export const LENGTH_BYTES = 8;
/** The format's own limit; a longer header is an attack or another kind of file. */
export const MAX_HEADER_BYTES = 100_000_000;
/** Axes of a tensor. */
const RANK_MAX = 32;

export type Header = { metadata: Record<string, string>; tensors: Map<string, TensorPlace> };

/** Length of the header that follows, from a file's first eight bytes. */
export function headerLength(prefix: Uint8Array, fileBytes: number): number {
  if (prefix.length < LENGTH_BYTES) throw new SafetensorsError(`only ${fileBytes} bytes: no safetensors file`);
  const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw new SafetensorsError(`a header of ${length} bytes, above ${MAX_HEADER_BYTES}: no safetensors file`);
  }
  if (Number(length) + LENGTH_BYTES > fileBytes) {
    throw new SafetensorsError(`cut off inside the header: ${length} bytes are announced, ${fileBytes} are there`);
  }
  return Number(length);
}

/** Checks everything that the header claims against the file's size; tensors in the order of their bytes. */
export function parseHeader(bytes: Uint8Array, fileBytes: number): Header {
  const value = parseObject(bytes);
  const dataStart = LENGTH_BYTES + bytes.length;
  let metadata: Record<string, string> = {};
  const found: [string, TensorPlace][] = [];
  for (const [name, entry] of Object.entries(value)) {
    if (name === '__metadata__') metadata = parseMetadata(entry);
    else found.push([name, parsePlace(name, entry, dataStart)]);
  }
  found.sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  let end = dataStart;
  for (const [name, place] of found) {
    if (place.start < end) throw new SafetensorsError(`${name} overlaps the tensor before it`);
    if (place.start > end) throw new SafetensorsError(`${place.start - end} bytes before ${name} belong to no tensor`);
    end = place.end;
  }
  if (end > fileBytes) throw new SafetensorsError(`cut off: the tensors end at byte ${end}, the file at ${fileBytes}`);
  if (end < fileBytes) throw new SafetensorsError(`${fileBytes - end} bytes after the last tensor`);
  return { metadata, tensors: new Map(found) };
}

/** The file's beginning, header included. Names keep the given order; padded so that the data starts at eight bytes. */
export function encodeHeader(
  tensors: readonly Omit<NamedTensor, 'data'>[],
  metadata: Readonly<Record<string, string>>,
): Buffer {
  // Put together by hand, since an object would sort names that look like numbers.
  const parts: string[] = [];
  const names = new Set<string>();
  if (Object.keys(metadata).length > 0) parts.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let at = 0;
  for (const { name, dtype, shape } of tensors) {
    if (name === '__metadata__' || names.has(name)) throw new SafetensorsError(`the name ${name} is taken`);
    names.add(name);
    const end = at + countOf(shape) * DTYPES[dtype].BYTES_PER_ELEMENT;
    parts.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [at, end] })}`);
    at = end;
  }
  const json = Buffer.from(`{${parts.join(',')}}`);
  const padded = Math.ceil(json.length / 8) * 8;
  if (padded > MAX_HEADER_BYTES) throw new SafetensorsError(`a header of ${padded} bytes, above ${MAX_HEADER_BYTES}`);
  const header = Buffer.alloc(LENGTH_BYTES + padded, ' ');
  header.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(header, LENGTH_BYTES);
  return header;
}

function parseObject(bytes: Uint8Array): object {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new SafetensorsError('the header is no JSON', { cause });
  }
  if (bytes[0] !== 0x7b || !isObject(value)) throw new SafetensorsError('the header is no JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new SafetensorsError(`${JSON.stringify(twice.slice(0, 80))} is there twice`);
  return value;
}

function parseMetadata(entry: unknown): Record<string, string> {
  if (!isObject(entry)) throw new SafetensorsError('__metadata__ is no object');
  const pairs = Object.entries(entry).map(([key, value]): [string, string] => {
    if (typeof value !== 'string') throw new SafetensorsError(`__metadata__: ${key} is no text`);
    return [key, value];
  });
  return Object.fromEntries(pairs);
}

function parsePlace(name: string, entry: unknown, dataStart: number): TensorPlace {
  if (!isObject(entry)) throw new SafetensorsError(`${name}: no object`);
  const { dtype, shape, data_offsets: offsets }: { [Key in 'dtype' | 'shape' | 'data_offsets']?: unknown } = entry;
  if (!isDtype(dtype)) throw new SafetensorsError(`${name}: unknown dtype ${shown(dtype)}`);
  if (!isCounts(shape) || shape.length > RANK_MAX) {
    throw new SafetensorsError(`${name}: shape ${shown(shape)} is no list of sizes`);
  }
  const [start, end] = isCounts(offsets) && offsets.length === 2 ? offsets : [];
  if (start === undefined || end === undefined || start > end) {
    throw new SafetensorsError(`${name}: data_offsets ${shown(offsets)} are no range`);
  }
  const bytes = countOf(shape) * DTYPES[dtype].BYTES_PER_ELEMENT;
  if (bytes !== end - start) {
    throw new SafetensorsError(`${name}: ${dtype} of shape [${shape}] takes ${bytes} bytes, not ${end - start}`);
  }
  return { dtype, shape: [...shape], start: dataStart + start, end: dataStart + end };
}

/** A value of the header in a few words: it may be long, or nested so deeply that writing it out would end the program. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) return 'an object';
  const isFlat = value.length <= RANK_MAX && value.every((entry) => typeof entry !== 'object');
  return isFlat ? `[${value.map(shown)}]` : `a list of ${value.length}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
}
