import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type InputConfig, InputError, type Item, type Manifest, type Split } from '@assay/contracts';
import { decodePicture, type Pixels, withChannels } from './decode';
import { manifestDigest, sha256, sortManifest } from './digest';
import { openPack, PACK_INDEX, PACK_SHARD, type Pack, type PackIndex } from './openPack';
import { mapPool } from './pool';
import { cutRegion, resample } from './resample';

export type Resize = InputConfig['resize'];

export type PackOptions = {
  manifest: Manifest;
  /** Splits whose pictures are packed; all when not given. */
  splits?: readonly Split[];
  /** Side of the square working copies in pixels. */
  size: number;
  channels: 1 | 3;
  resize: Resize;
  /** Whether the sound templates that stand for no item of their own follow after the items. */
  hasTemplates?: boolean;
  readPicture: (digest: string) => Promise<Uint8Array>;
  /** Where packs are kept; the pack gets a sub-folder named by what is in it. */
  folder: string;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number }) => void;
};

const CONCURRENCY = 4;

/** The items that a pack of these splits holds, in the order of its rows. */
export function packedItems(manifest: Manifest, splits?: readonly Split[]): Item[] {
  return sortManifest(manifest).items.filter((item) => !splits || splits.includes(item.split));
}

/** Digests of the templates that are no item's own picture, in the order of their rows, which follow after the items'. */
export function packedTemplates(items: readonly Item[]): string[] {
  const pictures = new Set(items.map(({ picture }) => picture));
  const templates = items.flatMap(({ partner }) => partner?.template ?? []);
  return [...new Set(templates)].filter((template) => !pictures.has(template));
}

/**
 * Packs a dataset version, or opens the pack when it is already there. It is written beside its place and renamed, so a
 * pack is whole or absent, and two processes may pack at once.
 *
 * @throws InputError when there is nothing to pack
 */
export async function packDataset(options: PackOptions): Promise<Pack> {
  const { manifest, splits, size, channels, resize, folder, readPicture } = options;
  const items = packedItems(manifest, splits);
  if (items.length === 0) {
    throw new InputError({
      where: 'dataset',
      found: `no picture in ${splits?.join(', ') ?? 'it'}`,
      fix: 'split it first',
    });
  }
  const templates = options.hasTemplates ? packedTemplates(items) : [];
  const rows: Pick<Item, 'picture' | 'path'>[] = [
    ...items,
    ...templates.map((picture) => ({ picture, path: `template ${picture}` })),
  ];
  const digest = manifestDigest(manifest);
  const parameters = {
    version: 1,
    digest,
    splits: splits ? [...splits].sort() : null,
    size,
    channels,
    resize,
    ...(templates.length > 0 ? { hasTemplates: true } : {}),
  };
  const place = join(folder, sha256(canonicalJson(parameters)).slice(0, 32));
  const known = await openPack(place).catch(() => undefined);
  if (known) return known;

  const draft = join(folder, `.${randomBytes(8).toString('hex')}`);
  await mkdir(draft, { recursive: true });
  try {
    const rowLength = size * size * channels;
    const shard = await open(join(draft, PACK_SHARD), 'w');
    try {
      let done = 0;
      await mapPool(rows, CONCURRENCY, async (item, index) => {
        options.signal?.throwIfAborted();
        const pixels = await decodePicture(await readPicture(item.picture)).catch((error: Error) => {
          throw new Error(`${item.path}: ${error.message}`, { cause: error });
        });
        const row = fit(withChannels(pixels, channels), size, resize);
        await shard.write(row.data, 0, rowLength, index * rowLength);
        done += 1;
        options.onProgress?.({ done, total: rows.length });
      });
      await shard.sync();
    } finally {
      await shard.close();
    }
    const pictures = rows.map(({ picture }) => picture);
    const index: PackIndex = { version: 1, items: rows.length, size, channels, pictures };
    await writeFile(join(draft, PACK_INDEX), JSON.stringify(index));
    // Only a broken pack can still be here, or one that another process finished meanwhile.
    await rename(draft, place).catch(async (error: NodeJS.ErrnoException) => {
      const isWhole = await openPack(place).then(
        (pack) => pack.close().then(() => true),
        () => false,
      );
      if (isWhole) return;
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(place, { recursive: true, force: true });
      await rename(draft, place);
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return openPack(place);
}

/** A square working copy: stretched, padded with black, or cut to the middle square. */
export function fit(pixels: Pixels, size: number, resize: Resize): Pixels {
  const { width, height, channels } = pixels;
  if (resize === 'stretch') return resample(pixels, size, size);
  if (resize === 'centre-crop') {
    const side = Math.min(width, height);
    const region = { x: (width - side) >> 1, y: (height - side) >> 1, width: side, height: side };
    return resample(cutRegion(pixels, region), size, size);
  }
  const scale = size / Math.max(width, height);
  const inner = resample(pixels, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const data = new Uint8Array(size * size * channels);
  const [left, top] = [(size - inner.width) >> 1, (size - inner.height) >> 1];
  for (let y = 0; y < inner.height; y++) {
    const row = inner.data.subarray(y * inner.width * channels, (y + 1) * inner.width * channels);
    data.set(row, ((top + y) * size + left) * channels);
  }
  return { width: size, height: size, channels, data };
}
