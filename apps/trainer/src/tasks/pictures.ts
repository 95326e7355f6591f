import { type InputConfig, type Item, Manifest, parseOrExplain } from '@assay/contracts';
import { type Pack, packDataset, packedItems } from '@assay/data';
import type { TaskContext } from './context';

/** A run's pictures, decoded once: row i of the pack is item i of the manifest. */
export type Pictures = { manifest: Manifest; pack: Pack; close(): Promise<void> };

/**
 * Reads the manifest and packs its pictures, or opens the pack that another run has made.
 *
 * @param size side and channels of the stored copies
 */
export async function loadPictures(
  { assignment, artifacts, report, signal, config }: TaskContext,
  size: { side: number; channels: 1 | 3 },
): Promise<Pictures> {
  const bytes = await artifacts.read(assignment.manifest);
  const stored = parseOrExplain(Manifest, JSON.parse(bytes.toString('utf8')), 'manifest');
  const manifest = { ...stored, items: packedItems(stored) };
  let told = 0;
  const pack = await packDataset({
    manifest,
    size: size.side,
    channels: size.channels,
    resize: config.input.resize,
    readPicture: (digest) => artifacts.read(digest),
    folder: assignment.packFolder,
    signal,
    onProgress: ({ done, total }) => {
      // Ten reports are enough for a bar, whatever the number of pictures.
      const tenth = Math.floor((done / total) * 10);
      if (tenth <= told) return;
      told = tenth;
      report.progress(done, total, 'picture', null);
    },
  });
  return { manifest, pack, close: () => pack.close() };
}

/** The size at which a network's pictures are packed: twice the input's, so that a crop is still sharp. */
export function packedSize(input: InputConfig): { side: number; channels: 1 | 3 } {
  return { side: input.pack ?? input.size * 2, channels: input.channels };
}

/** Rows of a split, in the manifest's order. */
export function rowsOfSplit(manifest: Manifest, split: Item['split']): Int32Array {
  return Int32Array.from(manifest.items.flatMap((item, row) => (item.split === split ? [row] : [])));
}
