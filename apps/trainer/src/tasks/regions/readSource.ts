import type { Item, RegionsConfig } from '@assay/contracts';
import { decodePicture, type Pixels } from '@assay/data';
import { throwIfStopped } from '../context';
import { findEvidence, type PictureEvidence } from './pictureEvidence';

type ReadPicture = (digest: string) => Promise<Uint8Array>;

/** Pictures one at a time, in their own size: memory holds one, and a stop is seen between two. */
export async function* evidenceOf(
  items: readonly Item[],
  options: { regions: RegionsConfig; readPicture: ReadPicture; signal: AbortSignal; onPicture: () => void },
): AsyncGenerator<{ item: Item } & PictureEvidence> {
  const { regions, readPicture, signal, onPicture } = options;
  for (const item of items) {
    throwIfStopped(signal);
    const picture = await decode(readPicture, item.picture, item.path);
    const needsTemplate = regions.from.kind === 'template' && item.partner !== undefined;
    const template = needsTemplate ? await decode(readPicture, item.partner?.template ?? '', item.path) : null;
    yield { item, ...findEvidence(regions, { path: item.path, picture, template }) };
    onPicture();
  }
}

async function decode(readPicture: ReadPicture, digest: string, path: string): Promise<Pixels> {
  try {
    return await decodePicture(await readPicture(digest));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
