import { ELEMENTS, toFloat32 } from '../elements';
import { createBudget, type WeightsArray, WeightsFileError } from '../weightsFile';
import { createHdf5Bytes, type Hdf5Bytes, NOWHERE } from './bytes';
import { readMembers, requireSignature } from './groups';
import {
  type Datatype,
  MESSAGE,
  type Message,
  readDatatype,
  readMessages,
  readShape,
  VARIABLE_LENGTH,
} from './messages';

export type Hdf5File = {
  /** Numeric datasets by path, for instance `layers/conv2d/vars/0`. */
  datasets: Map<string, WeightsArray>;
  /** The attribute `name` of groups that have one, by path. */
  names: Map<string, string>;
};

const OBJECTS_MAX = 100_000;
const DEPTH_MAX = 16;

/**
 * The datasets of an HDF5 file as h5py writes it unless asked otherwise: superblock 0, groups of symbol tables, contiguous
 * or compact numbers (https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html). Keras writes nothing else.
 *
 * @throws WeightsFileError for anything else, for files that are cut off, and for links that go round in circles
 */
export function readHdf5(source: Uint8Array): Hdf5File {
  const bytes = createHdf5Bytes(source);
  const version = bytes.uint8(8);
  if (version !== 0)
    throw new WeightsFileError(`an HDF5 file of the newer kind ${version}: only what Keras writes is read`);
  if (bytes.uint8(13) !== 8 || bytes.uint8(14) !== 8 || bytes.uint64(24) !== 0) {
    throw new WeightsFileError('an HDF5 file of addresses that are not eight bytes from its start');
  }
  if (bytes.uint64(40) > bytes.length) {
    throw new WeightsFileError(
      `cut off: the HDF5 file says it has ${bytes.uint64(40)} bytes, ${bytes.length} are there`,
    );
  }
  const file: Hdf5File = { datasets: new Map(), names: new Map() };
  const spend = createBudget(bytes.length);
  const open = [{ path: '', address: bytes.uint64(64), depth: 0 }];
  const seen = new Set<number>();
  for (let object = open.pop(); object; object = open.pop()) {
    const { path, address, depth } = object;
    if (seen.has(address) || seen.size > OBJECTS_MAX || depth > DEPTH_MAX) {
      throw new WeightsFileError('the HDF5 file goes round in circles');
    }
    seen.add(address);
    const messages = readMessages(bytes, address);
    const name = readNameAttribute(bytes, messages);
    if (name !== undefined) file.names.set(path, name);
    const dataset = readDataset(bytes, messages, { path, spend });
    if (dataset) file.datasets.set(path, dataset);
    const members = readMembers(bytes, messages);
    if (new Set(members.map(({ name }) => name)).size < members.length) {
      throw new WeightsFileError(`two members of the group "${path}" have one name`);
    }
    for (const member of members.reverse()) {
      const inner = path === '' ? member.name : `${path}/${member.name}`;
      open.push({ path: inner, address: member.address, depth: depth + 1 });
    }
  }
  return file;
}

type Place = { path: string; spend: (values: number, name: string) => void };

/** Undefined for a group, and for values that are no numbers. */
function readDataset(bytes: Hdf5Bytes, messages: readonly Message[], { path, spend }: Place): WeightsArray | undefined {
  const at = (type: number): Message | undefined => messages.find((message) => message.type === type);
  const [space, type, layout] = [at(MESSAGE.dataspace), at(MESSAGE.datatype), at(MESSAGE.layout)];
  if (!space || !type || !layout) return undefined;
  const { element } = readDatatype(bytes, type.at);
  if (!element) return undefined;
  if (at(MESSAGE.filters)) throw new WeightsFileError(`${path}: packed values, which Keras does not write`);
  const shape = readShape(bytes, space.at);
  const count = shape.reduce((product, side) => product * side, 1);
  spend(count, path);
  const length = count * ELEMENTS[element].bytes;
  return { shape, data: toFloat32(valuesAt(bytes, layout, { path, length }), element) };
}

function valuesAt(bytes: Hdf5Bytes, { at }: Message, { path, length }: { path: string; length: number }): Uint8Array {
  if (bytes.uint8(at) !== 3) throw new WeightsFileError(`${path}: its values lie in a way that Keras does not write`);
  const kind = bytes.uint8(at + 1);
  if (kind === 0) {
    if (bytes.uint16(at + 2) < length) throw new WeightsFileError(`${path}: its values are cut off`);
    return bytes.slice(at + 4, length);
  }
  if (kind !== 1) throw new WeightsFileError(`${path}: values in chunks, which Keras does not write`);
  const start = bytes.uint64(at + 2);
  if (length === 0) return new Uint8Array(0);
  if (start === NOWHERE || bytes.uint64(at + 10) < length)
    throw new WeightsFileError(`${path}: its values are missing`);
  return bytes.slice(start, length);
}

/** The attribute `name`, a single text (HDF5 file format, IV.A.2.m, version 1 to 3). */
function readNameAttribute(bytes: Hdf5Bytes, messages: readonly Message[]): string | undefined {
  for (const { type, at } of messages) {
    if (type !== MESSAGE.attribute) continue;
    const version = bytes.uint8(at);
    const [nameLength, typeLength, spaceLength] = [2, 4, 6].map((offset) => bytes.uint16(at + offset));
    const padded = (length = 0): number => (version === 1 ? Math.ceil(length / 8) * 8 : length);
    const start = at + (version === 3 ? 9 : 8);
    if (bytes.text(start, nameLength ?? 0) !== 'name') continue;
    const typeAt = start + padded(nameLength);
    const valueAt = typeAt + padded(typeLength) + padded(spaceLength);
    return readText(bytes, readDatatype(bytes, typeAt), valueAt);
  }
  return undefined;
}

function readText(bytes: Hdf5Bytes, type: Datatype, at: number): string | undefined {
  if (type.class === 3) return bytes.text(at, type.size);
  if (type.class !== VARIABLE_LENGTH) return undefined;
  const heap = bytes.uint64(at + 4);
  requireSignature(bytes, heap, 'GCOL');
  const end = heap + bytes.uint64(heap + 8);
  const wanted = bytes.uint32(at + 12);
  for (let object = heap + 16; object + 16 <= end; ) {
    const index = bytes.uint16(object);
    const size = bytes.uint64(object + 8);
    if (index === wanted) return bytes.text(object + 16, Math.min(size, bytes.uint32(at)));
    if (index === 0) break; // the rest is free
    object += 16 + Math.ceil(size / 8) * 8;
  }
  throw new WeightsFileError('a text of the HDF5 file is missing');
}
