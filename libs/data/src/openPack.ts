import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapPool } from './pool';

/** Pictures decoded and resized once; row i is item i of the packed splits, in path order. */
export type Pack = {
  folder: string;
  items: number;
  size: number;
  channels: 1 | 3;
  /** SHA-256 of each row's picture. */
  pictures: readonly string[];
  /** Rows by index as uint8 [n, size, size, channels]. */
  read(indices: ArrayLike<number>): Promise<Uint8Array>;
  close(): Promise<void>;
};

export type PackIndex = { version: 1; items: number; size: number; channels: 1 | 3; pictures: string[] };

/** What a pack is described by, and its pixels, row after row. */
export const PACK_INDEX = 'index.json';
export const PACK_SHARD = 'pixels.bin';

/** Opens a pack's own folder. @throws Error when it is not there or not whole */
export async function openPack(folder: string): Promise<Pack> {
  // as: the file is our own, and its size is checked against the shard's below
  const index = JSON.parse(await readFile(join(folder, PACK_INDEX), 'utf8')) as PackIndex;
  const { items, size, channels, pictures } = index;
  const rowLength = size * size * channels;
  const { size: bytes } = await stat(join(folder, PACK_SHARD));
  if (index.version !== 1 || bytes !== items * rowLength) throw new Error(`${folder} is not a whole pack`);
  const shard = await open(join(folder, PACK_SHARD), 'r');
  return {
    folder,
    items,
    size,
    channels,
    pictures,
    async read(indices) {
      const rows = new Uint8Array(indices.length * rowLength);
      await mapPool(Array.from(indices), 16, async (index, i) => {
        if (!(index >= 0 && index < items)) throw new RangeError(`row ${index} of a pack of ${items}`);
        const { bytesRead } = await shard.read(rows, i * rowLength, rowLength, index * rowLength);
        if (bytesRead !== rowLength) throw new Error(`${folder}: row ${index} ends early`);
      });
      return rows;
    },
    close: () => shard.close(),
  };
}
