import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeSafetensors } from '../safetensors/codec';
import { decodeWeights, readWeightsFile } from './readWeights';
import { craftZip, repairZip } from './testing/craftZip';
import { readFixtureFiles } from './testing/fixtureFiles';
import { cpuMs, fuzzReaders } from './testing/fuzz';
import { WeightsFileError } from './weightsFile';
import { openZip } from './zip';

const files = readFixtureFiles();
const asNumbers = (data: (number | string)[]) => Float32Array.from(data, Number);

test.each([
  ['plain.pth', 'plain', 'torch'],
  ['plain.legacy.pth', 'plain', 'torch-legacy'],
  ['protocol4.pth', 'plain', 'torch'],
  ['types.pth', 'types', 'torch'],
  ['types.legacy.pth', 'types', 'torch-legacy'],
  ['types.safetensors', 'types', 'safetensors'],
  ['checkpoint.pth', 'checkpoint', 'torch'],
  ['checkpoint.legacy.pth', 'checkpoint', 'torch-legacy'],
  ['distilled.pth', 'distilled', 'torch'],
  ['distilled.legacy.pth', 'distilled', 'torch-legacy'],
  ['keras.h5', 'keras', 'keras'],
  ['keras.weights.h5', 'keras', 'keras'],
])('%s holds what PyTorch says', (name, expectedName, format) => {
  const found = decodeWeights(files.bytes(name));
  const expected = files.expected(expectedName);
  expect(found.format).toBe(format);
  expect([...found.tensors.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [tensor, { shape, data }] of Object.entries(expected)) {
    expect(found.tensors.get(tensor), tensor).toEqual({ shape, data: asNumbers(data) });
  }
});

test('a .keras file is its weights in a zip file', () => {
  const bytes = files.bytes('keras.weights.h5');
  const zip = craftZip([
    { name: 'config.json', bytes: Buffer.from('{}'), deflated: true },
    { name: 'model.weights.h5', bytes, deflated: true },
  ]);
  expect(decodeWeights(zip)).toEqual(decodeWeights(bytes));
});

test('layers whose names are not beside their values have those of the config', () => {
  const bytes = files.bytes('keras.weights.h5');
  // As before Keras 3.6: another attribute stands where the name would.
  const nameless = Buffer.from(bytes);
  for (let at = nameless.indexOf('name\0'); at >= 0; at = nameless.indexOf('name\0', at + 1))
    nameless.write('mane', at);
  expect(() => decodeWeights(nameless)).toThrow('the layers have no names');
  const layers = [
    ['InputLayer', 'input_layer'],
    ['Normalization', 'normalization'],
    ['Conv2D', 'stem_conv'],
    ['BatchNormalization', 'stem_bn'],
    ['DepthwiseConv2D', 'block1a_dwconv'],
    ['GlobalAveragePooling2D', 'pool'],
    ['Dense', 'predictions'],
  ].map(([class_name, name]) => ({ class_name, config: { name } }));
  const zip = craftZip([
    { name: 'config.json', bytes: Buffer.from(JSON.stringify({ config: { layers } })) },
    { name: 'model.weights.h5', bytes: nameless },
  ]);
  expect(decodeWeights(zip)).toEqual(decodeWeights(bytes));
  const broken = craftZip([
    { name: 'config.json', bytes: Buffer.from('{"config":{"layers":[{}]}}') },
    { name: 'model.weights.h5', bytes: nameless },
  ]);
  expect(() => decodeWeights(broken)).toThrow('a layer without a name');
});

test('says which entry of a checkpoint it took', () => {
  expect(decodeWeights(files.bytes('checkpoint.pth')).notes).toEqual(['the weights are those of "state_dict"']);
  expect(decodeWeights(files.bytes('distilled.pth')).notes).toEqual(['the weights are those of "teacher"']);
});

test.each([
  ['command', /"(posix|nt)\.system", which is refused/],
  ['eval', /"(__builtin__|builtins)\.eval", which is refused/],
  ['module', /"torch\.nn\.modules\.linear\.Linear", which is refused/],
])('%s: what a pickle would run is refused by its name, and never runs', (name, message) => {
  for (const file of [`${name}.pth`, `${name}.legacy.pth`]) {
    expect(() => decodeWeights(files.bytes(file))).toThrow(WeightsFileError);
    expect(() => decodeWeights(files.bytes(file))).toThrow(message);
  }
  expect(existsSync('/tmp/was-here')).toBe(false);
});

test('an object among the tensors is named and left unread', () => {
  const { tensors, notes } = decodeWeights(files.bytes('inside.pth'));
  expect([...tensors.keys()]).toEqual(['a']);
  expect(notes).toEqual(['left unread: b (argparse.Namespace)']);
});

/** A pickle of these instructions in PyTorch's archive. */
const withPickle = (...codes: (number | string)[]) => repairZip(files.bytes('plain.pth'), () => pickleOf(codes));
const pickleOf = (codes: readonly (number | string)[]): Buffer =>
  Buffer.concat(codes.map((code) => (typeof code === 'string' ? Buffer.from(code, 'latin1') : Buffer.of(code))));

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), 'empty'],
  ['a picture', Buffer.from('\x89PNG\r\n\x1a\n and the rest of it', 'latin1'), 'neither safetensors nor'],
  ['a web page', Buffer.from('<!DOCTYPE html><html><body>404</body></html>'), 'neither safetensors nor'],
  ['another pickle', Buffer.from([0x80, 2, 0x7d, 0x2e]), 'none that torch.save wrote'],
  ['an archive of something else', craftZip([{ name: 'a.txt', bytes: Buffer.from('a') }]), 'it holds a.txt'],
  ['protocol 0', withPickle('(dp0\n.'), 'instruction'],
  ['an old object', withPickle(0x80, 2, '(iargparse\nNamespace\n.'), 'INST (0x69) is refused'],
  ['an extension', withPickle(0x80, 2, 0x82, 1, 0x2e), 'EXT1 (0x82) is refused'],
  ['protocol 9', withPickle(0x80, 9, '}.'), 'protocol 9'],
  ['no end', withPickle(0x80, 2, '}'), 'ends in the middle'],
  ['a text longer than the file', withPickle(0x80, 2, 'X\xff\xff\xff\x7fabc.'), 'ends in the middle'],
  ['a memo that was never written', withPickle(0x80, 2, 'h\x05.'), 'broken'],
  ['an empty stack', withPickle(0x80, 2, '.'), 'broken'],
  ['a lone value', withPickle(0x80, 2, 'K\x01.'), 'no state dict: it holds number'],
  ['an empty dict', withPickle(0x80, 2, '}.'), 'it holds nothing'],
  ['a class of nobody', withPickle(0x80, 2, 'cevil\nThing\n.'), '"evil.Thing", which is refused'],
  ['a prototype', withPickle(0x80, 2, 'ctorch\nconstructor\n.'), '"torch.constructor", which is refused'],
  ['a huge whole number', withPickle(0x80, 2, '\x8b\xff\xff\xff\x7f.'), 'whole number of 2147483647 bytes'],
  ['millions of containers', withPickle(0x80, 2, '}'.repeat(250_001), '.'), 'more than 250000 containers'],
  ['a storage that is missing', withPickle(...tensorPickle('9', 1, [1])), 'data/9" is missing'],
  ['a tensor over the end', withPickle(...tensorPickle('0', 12, [13])), 'reaches over its 12 values'],
  ['a storage that claims more', withPickle(...tensorPickle('0', 100, [100])), 'is cut off'],
  ['a tensor of a million times one value', withPickle(...tensorPickle('0', 12, [1_000_000], [0])), 'more values than'],
  ['a list that thousands of calls copy', withPickle(...copiedList(100_000, 5000)), 'more than 250000 containers'],
  ['a dict that holds itself under every name', withPickle(...selfHolder(300_000)), 'no state dict: it holds a0, '],
  [
    'a key of lists in lists',
    withPickle(0x80, 2, '}', ']'.repeat(100_000), 'a'.repeat(99_999), 'Ns.'),
    'it holds a list',
  ],
  ['a name of a megabyte', withPickle(0x80, 2, '}X\0\0\x10\0', '\x1b\n'.repeat(1 << 19), 'Ns.'), 'it holds \\u001b\\n'],
  [
    'a safetensors header nested deeply',
    safetensors(`{"a":{"dtype":${'['.repeat(2e5)}${']'.repeat(2e5)}}}`),
    'unknown dtype',
  ],
  ['a safetensors shape of a million axes', safetensors(millionAxes()), 'shape a list of 1000000 is no list'],
])('%s is refused in one line', (_, bytes, message) => {
  const start = cpuMs();
  expect(() => decodeWeights(bytes)).toThrow(WeightsFileError);
  expect(cpuMs() - start).toBeLessThan(1000);
  expect(() => decodeWeights(bytes)).toThrow(message);
});

/** `{'a0': tensor, …}`: tensors of one storage. */
function tensorPickle(
  key: string,
  length: number,
  shape: number[],
  strides: number[] = [1],
  tensors = 1,
): (number | string)[] {
  const whole = (value: number): string => {
    const bytes = Buffer.alloc(5);
    bytes.write('J', 'latin1');
    bytes.writeInt32LE(value, 1);
    return bytes.toString('latin1');
  };
  const text = (value: string): string => `\x8c${String.fromCharCode(value.length)}${value}`;
  const tuple = (items: string[]): string => `(${items.join('')}t`;
  const storage = `${tuple([text('storage'), 'ctorch\nFloatStorage\n', text(key), text('cpu'), whole(length)])}Q`;
  const items = [storage, whole(0), tuple(shape.map(whole)), tuple(strides.map(whole)), '\x89', '}'];
  const tensor = `ctorch._utils\n_rebuild_tensor_v2\n${tuple(items)}R`;
  return [0x80, 2, '}', ...Array.from({ length: tensors }, (_, i) => `${text(`a${i}`)}${tensor}s`), '.'];
}

/** A list of so many pairs, given to `OrderedDict` so many times. */
function copiedList(pairs: number, calls: number): (number | string)[] {
  const pair = 'K\x01K\x02\x86q\x00';
  const list = `](${pair}${'h\x00'.repeat(pairs - 1)}eq\x01`;
  return [0x80, 2, list, 'ccollections\nOrderedDict\n', 'q\x02', 'h\x02h\x01\x85R'.repeat(calls), '.'];
}

/** A large dict whose entries "model", "net" and the like are the dict itself. */
function selfHolder(size: number): (number | string)[] {
  const text = (value: string): string => `\x8c${String.fromCharCode(value.length)}${value}`;
  const entries = Array.from({ length: size }, (_, i) => `${text(`a${i}`)}N`).join('');
  const holders = ['teacher', 'state_dict', 'model', 'student', 'network', 'net', 'module', 'encoder', 'backbone'];
  return [0x80, 2, '}q\x00(', entries, ...holders.map((name) => `${text(name)}h\x00`), 'u.'];
}

/** A file of this header and no values. */
function safetensors(header: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header)]);
}

function millionAxes(): string {
  return `{"a":{"dtype":"F32","shape":[${Array(1e6).fill(1)}],"data_offsets":[0,4]}}`;
}

test('a small tensor whose values lie far apart costs what it holds', () => {
  const zip = openZip(files.bytes('plain.pth'));
  const root = zip.names.find((name) => name.endsWith('data.pkl'))?.replace('data.pkl', '');
  const wide = craftZip([
    { name: `${root}data.pkl`, bytes: pickleOf(tensorPickle('0', 4_000_000, [2], [3_999_999], 2000)) },
    { name: `${root}data/0`, bytes: Buffer.alloc(16_000_000, 1) },
  ]);
  const start = cpuMs();
  expect(decodeWeights(wide).tensors.size).toBe(2000);
  expect(cpuMs() - start).toBeLessThan(1000);
});

test.each<[string, Buffer, string]>([
  ['cut off', files.bytes('plain.pth').subarray(0, -30), 'cut off'],
  ['two entries of one name', craftZip([1, 2].map(() => ({ name: 'x', bytes: Buffer.from('x') }))), 'called "x"'],
  [
    'an entry that would grow',
    craftZip([{ name: 'x/data.pkl', bytes: Buffer.alloc(64 << 20), deflated: true }]),
    'would grow',
  ],
  [
    'entries that would grow together',
    craftZip(Array.from({ length: 100 }, (_, i) => ({ name: `${i}`, bytes: Buffer.alloc(1 << 20), deflated: true }))),
    'would grow',
  ],
  [
    'a pickle larger than any',
    craftZip([{ name: 'x/data.pkl', bytes: Buffer.alloc((64 << 20) + 1) }]),
    'has 67108865 bytes, 67108864 at most',
  ],
  [
    'an entry that grows more than it says',
    craftZip([{ name: 'x/data.pkl', bytes: Buffer.alloc(4 << 20), deflated: true, claims: 1000 }]),
    'does not unpack to 1000 bytes',
  ],
  ['bytes of another sum', flipLast(files.bytes('plain.pth')), 'not those that were written'],
])('a zip file: %s', (_, bytes, message) => {
  const start = cpuMs();
  expect(() => decodeWeights(bytes)).toThrow(message);
  expect(cpuMs() - start).toBeLessThan(1000);
});

test.each<[string, (bytes: Buffer) => void, string]>([
  ['the newer kind', (bytes) => bytes.writeUInt8(2, 8), 'newer kind 2'],
  ['a root that lies outside', (bytes) => bytes.writeBigUInt64LE(2n ** 40n, 64), 'points outside'],
  ['a root that is no header', (bytes) => bytes.writeBigUInt64LE(0n, 64), 'newer kind'],
  ['more bytes than are there', (bytes) => bytes.writeBigUInt64LE(2n ** 30n, 40), 'cut off: the HDF5 file says'],
  ['two members of one name', (bytes) => repeatName(bytes), 'have one name'],
  ['a tree that contains itself', (bytes) => pointTreeToItself(bytes), 'round in circles'],
])('an HDF5 file of %s is refused', (_, damage, message) => {
  const bytes = files.bytes('keras.weights.h5');
  damage(bytes);
  expect(() => decodeWeights(bytes)).toThrow(WeightsFileError);
  expect(() => decodeWeights(bytes)).toThrow(message);
});

/** The first child of the first group's tree becomes the tree. */
function pointTreeToItself(bytes: Buffer): void {
  const tree = bytes.indexOf('TREE');
  bytes.writeBigUInt64LE(BigInt(tree), tree + 32);
}

/** Of a group with two members or more, the second gets the first one's name. */
function repeatName(bytes: Buffer): void {
  let table = bytes.indexOf('SNOD');
  while (bytes.readUInt16LE(table + 6) < 2) table = bytes.indexOf('SNOD', table + 1);
  bytes.copy(bytes, table + 8 + 40, table + 8, table + 16);
}

/** Turns a bit of the first tensor's values. */
function flipLast(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('data/0') + 70;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

test('every length at which a file may be cut off is refused', () => {
  for (const name of ['plain.pth', 'plain.legacy.pth', 'types.safetensors', 'keras.weights.h5']) {
    const bytes = files.bytes(name);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeWeights(bytes.subarray(0, length)), `${name} at ${length}`).toThrow(WeightsFileError);
    }
  }
});

test('a safetensors file is known whatever its header is long', () => {
  // From one of 0x80 bytes on a length begins like a pickle.
  for (let length = 0; length < 400; length += 8) {
    const name = 'x'.repeat(length);
    const bytes = encodeSafetensors([{ name, dtype: 'F32', shape: [1], data: Float32Array.of(2) }]);
    expect(decodeWeights(bytes).tensors.get(name)?.data).toEqual(Float32Array.of(2));
  }
});

test('the message names the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weights-'));
  const path = join(folder, 'a.pth');
  await writeFile(path, 'no weights, this');
  await expect(readWeightsFile(path)).rejects.toThrow(`${path}: neither safetensors`);
  await expect(readWeightsFile(folder)).rejects.toThrow('not a file');
  await rm(folder, { recursive: true });
});

test('damaged files give whole tensors or one clean line', () => {
  const report = fuzzReaders(400, 1);
  expect(report.unexpected).toEqual([]);
  expect(report.read + report.refused).toBe(400);
  expect(report.read).toBeGreaterThan(10);
  expect(report.refused).toBeGreaterThan(100);
  expect(report.slowestMs).toBeLessThan(1000);
});
