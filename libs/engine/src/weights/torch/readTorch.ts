import { ELEMENTS } from '../elements';
import { type WeightsFile, WeightsFileError } from '../weightsFile';
import type { ZipFile } from '../zip';
import { resolveGlobal, resolvePersistent } from './globals';
import { materialise } from './materialise';
import { type PickleContext, readPickle } from './pickle';
import { findStateDict } from './stateDict';
import type { PickleValue, StorageRef } from './values';

const CONTEXT: PickleContext = { global: resolveGlobal, persistent: resolvePersistent };
/** What names the tensors is small beside them. */
const PICKLE_BYTES_MAX = 64 << 20;
const ORDER_BYTES_MAX = 64;

/** `data.pkl` inside the archive's only folder, or undefined when this is no PyTorch archive. */
export function torchRoot(zip: ZipFile): string | undefined {
  return zip.names.find((name) => /^[^/]+\/data\.pkl$/.test(name))?.slice(0, -'data.pkl'.length);
}

/**
 * A file of `torch.save` since PyTorch 1.6: a zip archive of a pickle and the storages' bytes.
 *
 * @throws WeightsFileError
 */
export function readTorchZip(zip: ZipFile, root: string, fileBytes: number): WeightsFile {
  if (zip.names.includes(`${root}byteorder`)) {
    const order = Buffer.from(zip.read(`${root}byteorder`, ORDER_BYTES_MAX)).toString('latin1');
    if (order !== 'little') throw new WeightsFileError(`its byte order is ${JSON.stringify(order)}, not little`);
  }
  const { value } = readPickle(zip.read(`${root}data.pkl`, PICKLE_BYTES_MAX), 0, CONTEXT);
  const { tensors, notes } = findStateDict(value);
  const known = new Map<string, Uint8Array>();
  const bytesOf = ({ key }: StorageRef): Uint8Array => {
    const bytes = known.get(key) ?? zip.read(`${root}data/${key}`);
    known.set(key, bytes);
    return bytes;
  };
  return { format: 'torch', metadata: {}, tensors: materialise(tensors, bytesOf, fileBytes), notes };
}

const MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_VERSION = 1001;

/** Whether the file begins as `torch.save` wrote before 1.6: a pickle of the magic number. */
export function isLegacyTorch(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[2] === 0x8a && bytes[3] === 0x0a;
}

/**
 * A file of `torch.save` before PyTorch 1.6: four pickles (magic number, version, the machine's numbers, the value), the
 * list of storages, then each storage's length and bytes.
 *
 * @throws WeightsFileError
 */
export function readTorchLegacy(bytes: Uint8Array): WeightsFile {
  const storages = new Map<string, StorageRef>();
  const context: PickleContext = {
    global: resolveGlobal,
    persistent: (id) => {
      const storage = resolvePersistent(id);
      storages.set(storage.key, storage);
      return storage;
    },
  };
  let at = 0;
  const next = (): PickleValue => {
    const { value, end } = readPickle(bytes, at, context);
    at = end;
    return value;
  };
  if (next() !== MAGIC) throw new WeightsFileError('a pickle, but none that torch.save wrote');
  const version = next();
  if (version !== LEGACY_VERSION) throw new WeightsFileError(`version ${String(version)} of the old PyTorch format`);
  next(); // the saving machine's sizes of types
  const value = next();
  const { tensors, notes } = findStateDict(value);
  const contents = readStorages(bytes, { keys: next(), at: () => at, storages });
  const bytesOf = ({ key }: StorageRef): Uint8Array => {
    const found = contents.get(key);
    if (!found) throw new WeightsFileError(`the storage ${key} is missing`);
    return found;
  };
  return { format: 'torch-legacy', metadata: {}, tensors: materialise(tensors, bytesOf, bytes.length), notes };
}

function readStorages(
  bytes: Uint8Array,
  { keys, at, storages }: { keys: PickleValue; at: () => number; storages: ReadonlyMap<string, StorageRef> },
): Map<string, Uint8Array> {
  if (!Array.isArray(keys)) throw new WeightsFileError('the list of storages is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map<string, Uint8Array>();
  let place = at();
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (typeof key !== 'string' || !storage) throw new WeightsFileError('a storage that no tensor uses');
    if (place + 8 > bytes.length) throw new WeightsFileError(`cut off before the storage ${key}`);
    const length = Number(view.getBigUint64(place, true)) * ELEMENTS[storage.type].bytes;
    place += 8;
    if (length > bytes.length - place) throw new WeightsFileError(`cut off inside the storage ${key}`);
    found.set(key, bytes.subarray(place, place + length));
    place += length;
  }
  if (place !== bytes.length) throw new WeightsFileError(`${bytes.length - place} bytes after the last storage`);
  return found;
}
