import { readFile } from 'node:fs/promises';
import type { ImportProblem } from '@assay/contracts';
import { decodePicture, PictureError, pixelDigest } from './decode';
import { sha256 } from './digest';
import type { Draft } from './formats/format';
import { mapPool } from './pool';

/** What is known of a file after its bytes were read once. */
export type ReadFile =
  | { ok: true; digest: string; pixelDigest: string; width: number; height: number }
  | { ok: false; kind: ImportProblem['kind']; detail: string };

type Options = { onProgress?: (progress: { done: number; total: number }) => void; signal?: AbortSignal };

/** Files decoded at once; each holds one decoded picture in memory. */
const CONCURRENCY = 4;

/** Reads, hashes and decodes every file of a draft (pictures, templates, masks), each once; keyed by file. */
export async function readPictures(draft: Draft, { onProgress, signal }: Options): Promise<Map<string, ReadFile>> {
  const files = [...new Set(draft.items.flatMap((item) => filesOf(item)))];
  const read = new Map<string, ReadFile>();
  let done = 0;
  await mapPool(files, CONCURRENCY, async (file) => {
    signal?.throwIfAborted();
    read.set(file, await readOne(file));
    done += 1;
    onProgress?.({ done, total: files.length });
  });
  return read;
}

function filesOf(item: Draft['items'][number]): string[] {
  return [item.file, ...(item.template ? [item.template] : []), ...(item.masks ?? []).map((mask) => mask.file)];
}

async function readOne(file: string): Promise<ReadFile> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { ok: false, kind: 'unreadable', detail: `cannot be read: ${code}` };
  }
  try {
    const pixels = await decodePicture(bytes);
    const { width, height } = pixels;
    return { ok: true, digest: sha256(bytes), pixelDigest: pixelDigest(pixels), width, height };
  } catch (error) {
    if (error instanceof PictureError) return { ok: false, kind: error.kind, detail: error.message };
    throw error;
  }
}
