import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './codec';
import { openSafetensors, readSafetensors, writeSafetensors } from './files';
import { type NamedTensor, SafetensorsError } from './types';

const fixture = (name: string) => new URL(`./fixtures/${name}.safetensors`, import.meta.url).pathname;

/** The same values as in tools/reference/safetensors_files.py. */
const METADATA = { format: '1', note: 'quotes " and \n lines' };
const TENSORS: NamedTensor[] = [
  { name: 'layer.weight', dtype: 'F32', shape: [2, 3], data: Float32Array.of(-0.5, -0.25, 0, 0.25, 0.5, 0.75) },
  { name: 'counts', dtype: 'I32', shape: [3], data: Int32Array.of(1, -2, 3) },
  { name: 'flags', dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) },
  { name: 'big', dtype: 'I64', shape: [2], data: BigInt64Array.of(2n ** 53n + 1n, -1n) },
  { name: 'half', dtype: 'F16', shape: [2], data: Uint16Array.of(0x3e00, 0xc000) },
  { name: 'double', dtype: 'F64', shape: [1], data: Float64Array.of(Math.PI) },
  { name: 'pixels', dtype: 'U8', shape: [1, 3], data: Uint8Array.of(0, 255, 7) },
  { name: 'scalar', dtype: 'F32', shape: [], data: Float32Array.of(3.5) },
  { name: 'empty', dtype: 'F32', shape: [0, 4], data: new Float32Array(0) },
  { name: 'naïve/名', dtype: 'F32', shape: [1], data: Float32Array.of(1) },
];
const asMap = (tensors: NamedTensor[]) => new Map(tensors.map(({ name, ...tensor }) => [name, tensor]));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('reads what the Python package wrote', async () => {
  const { metadata, tensors } = await readSafetensors(fixture('python'));
  expect(metadata).toMatchObject(METADATA);
  expect(tensors.size).toBe(TENSORS.length);
  for (const [name, tensor] of asMap(TENSORS)) expect(tensors.get(name), name).toEqual(tensor);
});

test('writes the very bytes that the Python package was seen to read', async () => {
  const path = process.env.UPDATE_FIXTURES ? fixture('ours') : join(folder, 'ours.safetensors');
  await writeSafetensors(path, TENSORS, METADATA);
  const bytes = await readFile(path);
  expect(bytes.equals(await readFile(fixture('ours')))).toBe(true);
  expect(bytes.equals(encodeSafetensors(TENSORS, METADATA))).toBe(true);
});

test('what is written comes back, names in the given order', async () => {
  const path = join(folder, 'a.safetensors');
  const names = ['10', '9', 'b', 'a', '__proto__'];
  const tensors = names.map((name, i): NamedTensor => ({ name, dtype: 'F32', shape: [1], data: Float32Array.of(i) }));
  await writeSafetensors(path, tensors);
  const back = await readSafetensors(path);
  expect([...back.tensors.keys()]).toEqual(names);
  expect(back).toEqual({ metadata: {}, tensors: asMap(tensors) });
});

test('one tensor can be read without the others', async () => {
  const file = await openSafetensors(fixture('ours'));
  expect([...file.tensors.keys()]).toEqual(TENSORS.map(({ name }) => name));
  expect(await file.read('big')).toEqual(asMap(TENSORS).get('big'));
  await expect(file.read('absent')).rejects.toThrow('no tensor absent');
  await file.close();
});

test('a failed write leaves the old file and no draft', async () => {
  const path = join(folder, 'kept.safetensors');
  await writeSafetensors(path, TENSORS);
  const twice: NamedTensor[] = [...TENSORS, { name: 'big', dtype: 'U8', shape: [0], data: new Uint8Array(0) }];
  await expect(writeSafetensors(path, twice)).rejects.toThrow('the name big is taken');
  const short: NamedTensor = { name: 'x', dtype: 'F32', shape: [3], data: new Float32Array(2) };
  await expect(writeSafetensors(path, [short])).rejects.toThrow('x: 2 values for shape [3]');
  const wrong: NamedTensor = { name: 'x', dtype: 'F32', shape: [2], data: new Float64Array(2) };
  await expect(writeSafetensors(path, [wrong])).rejects.toThrow('x: Float64Array holds no F32');
  await expect(writeSafetensors(join(folder, 'absent', 'x'), TENSORS)).rejects.toThrow('ENOENT');
  expect((await readSafetensors(path)).tensors.size).toBe(TENSORS.length);
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

/** A file of this header and this many zero bytes. */
function forge(header: string | object, dataBytes: number): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}
const place = (start: number, end: number, rest: object = {}) => ({
  dtype: 'F32',
  shape: [(end - start) / 4],
  data_offsets: [start, end],
  ...rest,
});

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), 'only 0 bytes'],
  ['seven bytes', Buffer.alloc(7), 'only 7 bytes'],
  ['a picture', Buffer.from('\x89PNG\r\n\x1a\n and the rest', 'latin1'), 'no safetensors file'],
  ['a header beyond the end', forge({ a: place(0, 4) }, 0).subarray(0, 20), 'cut off inside the header'],
  ['no JSON', forge('{"a":', 0), 'no JSON'],
  ['an array', forge('[1]', 0), 'no JSON object'],
  ['space before the brace', forge(' {}', 0), 'no JSON object'],
  ['broken text', Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from([0x7b, 0xff])]), 'no JSON'],
  ['an unknown dtype', forge({ a: place(0, 4, { dtype: 'F33' }) }, 4), 'unknown dtype "F33"'],
  ['an inherited dtype', forge({ a: place(0, 4, { dtype: 'toString' }) }, 4), 'unknown dtype'],
  ['a negative side', forge({ a: place(0, 4, { shape: [-1] }) }, 4), 'no list of sizes'],
  ['a fractional side', forge({ a: place(0, 4, { shape: [0.5, 2] }) }, 4), 'no list of sizes'],
  ['sides that overflow', forge({ a: place(0, 4, { shape: [2 ** 40, 2 ** 40] }) }, 4), 'takes'],
  ['offsets backwards', forge({ a: { dtype: 'F32', shape: [0], data_offsets: [4, 0] } }, 4), 'no range'],
  ['missing offsets', forge({ a: { dtype: 'F32', shape: [1] } }, 4), 'no range'],
  ['a size that is not the shape', forge({ a: place(0, 4, { shape: [2] }) }, 4), 'takes 8 bytes, not 4'],
  ['overlap', forge({ a: place(0, 8), b: place(4, 12) }, 12), 'b overlaps'],
  ['a hole', forge({ a: place(0, 4), b: place(8, 12) }, 12), '4 bytes before b belong to no tensor'],
  ['cut off', forge({ a: place(0, 8) }, 7), 'cut off'],
  ['bytes at the end', forge({ a: place(0, 8) }, 9), '1 bytes after the last tensor'],
  [
    'one name twice',
    forge(`{"a":${JSON.stringify(place(0, 4))},"\\u0061":${JSON.stringify(place(4, 8))}}`, 8),
    '"a" is there',
  ],
  [
    'one field twice',
    forge('{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}', 0),
    '"dtype" is there',
  ],
  ['metadata of numbers', forge({ __metadata__: { a: 1 } }, 0), 'a is no text'],
  ['metadata in a list', forge({ __metadata__: [] }, 0), 'no object'],
  ['a tensor that is null', forge({ a: null }, 0), 'a: no object'],
])('%s is refused', async (_, bytes, message) => {
  expect(() => decodeSafetensors(bytes)).toThrow(SafetensorsError);
  expect(() => decodeSafetensors(bytes)).toThrow(message);
  const path = join(folder, 'bad.safetensors');
  await writeFile(path, bytes);
  await expect(readSafetensors(path)).rejects.toThrow(message);
  await expect(openSafetensors(path)).rejects.toThrow(SafetensorsError);
});

test('a header above 100 MB is refused before it is read', () => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(100_000_001n);
  expect(() => decodeSafetensors(bytes)).toThrow('above 100000000');
});

test('any damage either keeps the file readable or is refused with our error', () => {
  const good = encodeSafetensors(TENSORS, METADATA);
  const damage = fc.record({
    length: fc.integer({ min: 0, max: good.length + 8 }),
    flips: fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(damage, ({ length, flips }) => {
      const bytes = Buffer.concat([good, Buffer.alloc(8)]).subarray(0, length);
      for (const [at, mask] of flips) if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ mask;
      try {
        for (const { shape, data } of decodeSafetensors(bytes).tensors.values()) {
          expect(data.length).toBe(shape.reduce((product, side) => product * side, 1));
        }
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});
