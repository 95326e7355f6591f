import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Item, Manifest } from '@assay/contracts';
import { expect, test } from 'vitest';
import { batches, stepsPerEpoch } from './batches';
import { decodePicture, withChannels } from './decode';
import { sha256 } from './digest';
import { openPack } from './openPack';
import { fit, type PackOptions, packDataset } from './pack';
import { picture, temporaryFolder } from './testing/folders';

async function setOf(
  n: number,
): Promise<{ manifest: Manifest; readPicture: (digest: string) => Promise<Uint8Array>; reads: () => number }> {
  const files = new Map<string, Uint8Array>();
  const items: Item[] = [];
  for (let i = 0; i < n; i++) {
    const bytes = await picture(i, { channels: i % 2 === 0 ? 1 : 3, width: 20 + i });
    files.set(sha256(bytes), bytes);
    items.push({
      picture: sha256(bytes),
      path: `${String(i).padStart(2, '0')}.png`,
      width: 20 + i,
      height: 32,
      split: i < n - 2 ? 'train' : 'test',
    });
  }
  let count = 0;
  const readPicture = async (digest: string) => {
    count += 1;
    const bytes = files.get(digest);
    if (!bytes) throw new Error('no such picture');
    return bytes;
  };
  return { manifest: { version: 1, classes: [], items }, readPicture, reads: () => count };
}

const shape = { size: 16, channels: 1, resize: 'stretch' } as const;

test('rows are the pictures at the working size, grey and colour alike; packed once', async () => {
  const { manifest, readPicture, reads } = await setOf(7);
  const options: PackOptions = { manifest, readPicture, folder: await temporaryFolder(), ...shape };
  const pack = await packDataset(options);
  expect(pack.items).toBe(7);
  const rows = await pack.read([5, 0]);
  const expected = async (i: number) => {
    const pixels = await decodePicture(await readPicture(manifest.items[i]?.picture ?? ''));
    return fit(withChannels(pixels, 1), 16, 'stretch').data;
  };
  expect(rows.subarray(0, 256)).toEqual(await expected(5));
  expect(rows.subarray(256)).toEqual(await expected(0));
  await expect(pack.read([7])).rejects.toThrow('row 7 of a pack of 7');
  const before = reads();
  const again = await packDataset(options);
  expect(reads()).toBe(before);
  expect(again.folder).toBe(pack.folder);
  const train = await packDataset({ ...options, splits: ['train'] });
  expect([train.items, train.folder === pack.folder]).toEqual([5, false]);
  await Promise.all([pack.close(), again.close(), train.close()]);
});

test('two at once make one pack; a broken pack is made anew; nothing is left over', async () => {
  const { manifest, readPicture } = await setOf(5);
  const folder = await temporaryFolder();
  const options: PackOptions = { manifest, readPicture, folder, ...shape };
  const packs = await Promise.all([packDataset(options), packDataset(options), packDataset(options)]);
  const place = packs[0].folder;
  const rows = await packs[0].read([0, 1, 2, 3, 4]);
  for (const pack of packs) expect(await pack.read([0, 1, 2, 3, 4])).toEqual(rows);
  await Promise.all(packs.map((pack) => pack.close()));
  await truncate(join(place, 'pixels.bin'), 100);
  await expect(openPack(place)).rejects.toThrow('not a whole pack');
  const repaired = await packDataset(options);
  expect(await repaired.read([0, 1, 2, 3, 4])).toEqual(rows);
  await repaired.close();
  expect(await readdir(folder)).toHaveLength(1);
});

test('a picture that is gone names its path and leaves nothing behind; an empty split is refused', async () => {
  const { manifest, readPicture } = await setOf(3);
  const folder = await temporaryFolder();
  const broken = async (digest: string) =>
    digest === manifest.items[1]?.picture ? Buffer.from('x') : readPicture(digest);
  await expect(packDataset({ manifest, readPicture: broken, folder, ...shape })).rejects.toThrow(
    '01.png: not a picture',
  );
  expect(await readdir(folder)).toEqual([]);
  await expect(packDataset({ manifest, readPicture, folder, splits: ['validation'], ...shape })).rejects.toThrow(
    'no picture in validation',
  );
});

test('letterbox pads, centre-crop cuts', () => {
  const pixels = { width: 8, height: 4, channels: 1 as const, data: new Uint8Array(32).fill(200) };
  const padded = fit(pixels, 8, 'letterbox');
  expect([...padded.data.subarray(0, 16)].every((v) => v === 0)).toBe(true);
  expect([...padded.data.subarray(16, 48)].every((v) => v === 200)).toBe(true);
  expect(fit(pixels, 4, 'centre-crop').data).toEqual(new Uint8Array(16).fill(200));
});

test('batches: every picture once an epoch, another order each epoch, exact from any step', async () => {
  const { manifest, readPicture } = await setOf(7);
  const pack = await packDataset({ manifest, readPicture, folder: await temporaryFolder(), ...shape });
  const indices = [0, 1, 2, 3, 4, 6];
  const take = async (startStep: number, steps: number) => {
    const taken = [];
    for await (const batch of batches({ pack, indices, batchSize: 4, order: { seed: 5 }, startStep })) {
      taken.push(batch);
      if (taken.length === steps) break;
    }
    return taken;
  };
  const all = await take(0, 6);
  expect(all.map((batch) => [batch.step, batch.epoch, batch.indices.length])).toEqual([
    [0, 0, 4],
    [1, 0, 2],
    [2, 1, 4],
    [3, 1, 2],
    [4, 2, 4],
    [5, 2, 2],
  ]);
  const orders = [0, 2, 4].map((s) => [...(all[s]?.indices ?? []), ...(all[s + 1]?.indices ?? [])]);
  for (const order of orders) expect([...order].sort()).toEqual(indices);
  expect(orders[0]).not.toEqual(orders[1]);
  expect(await take(3, 3)).toEqual(all.slice(3));
  expect(all[0]?.pixels).toEqual(await pack.read(all[0]?.indices ?? []));

  const sequential = [];
  for await (const batch of batches({ pack, indices, batchSize: 4, order: 'sequential' }))
    sequential.push([...batch.indices]);
  expect(sequential).toEqual([
    [0, 1, 2, 3],
    [4, 6],
  ]);
  expect(stepsPerEpoch(6, 4, true)).toBe(1);
  expect(() => stepsPerEpoch(3, 4, true)).toThrow('4 is more than the 3 pictures');
  await pack.close();
});
