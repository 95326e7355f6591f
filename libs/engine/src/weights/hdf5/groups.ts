import { WeightsFileError } from '../weightsFile';
import type { Hdf5Bytes } from './bytes';
import { MESSAGE, type Message } from './messages';

const MEMBERS_MAX = 100_000;
const NAME_BYTES_MAX = 1024;

/**
 * Names and addresses of a group's members: a B-tree of symbol tables, their names in a local heap (HDF5 file format,
 * III.A.1, III.B, III.D).
 *
 * @throws WeightsFileError for a tree that is broken or goes round in circles
 */
export function readMembers(bytes: Hdf5Bytes, messages: readonly Message[]): { name: string; address: number }[] {
  const table = messages.find(({ type }) => type === MESSAGE.symbols);
  if (!table) return [];
  const heap = bytes.uint64(table.at + 8);
  requireSignature(bytes, heap, 'HEAP');
  const names = { start: bytes.uint64(heap + 24), length: bytes.uint64(heap + 8) };
  const members: { name: string; address: number }[] = [];
  const open = [bytes.uint64(table.at)];
  const seen = new Set<number>();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node) || members.length > MEMBERS_MAX) {
      throw new WeightsFileError('a group of the HDF5 file goes round in circles');
    }
    seen.add(node);
    if (bytes.text(node, 4) === 'SNOD') {
      const count = bytes.uint16(node + 6);
      for (let i = 0; i < count; i++) {
        const entry = node + 8 + 40 * i;
        const at = bytes.uint64(entry);
        if (at >= names.length) throw new WeightsFileError('a name in the HDF5 file lies outside');
        const name = bytes.text(names.start + at, Math.min(names.length - at, NAME_BYTES_MAX));
        if (name.length === NAME_BYTES_MAX || name.includes('/')) {
          throw new WeightsFileError(`no name of a member of a group: ${name.slice(0, 80)}`);
        }
        members.push({ name, address: bytes.uint64(entry + 8) });
      }
      continue;
    }
    requireSignature(bytes, node, 'TREE');
    const count = bytes.uint16(node + 6);
    // Keys and children take turns, beginning with a key.
    for (let i = count - 1; i >= 0; i--) open.push(bytes.uint64(node + 24 + 16 * i + 8));
  }
  return members;
}

export function requireSignature(bytes: Hdf5Bytes, at: number, signature: string): void {
  if (bytes.text(at, 4) === signature) return;
  throw new WeightsFileError(`the HDF5 file is broken: no ${signature} where it should be`);
}
