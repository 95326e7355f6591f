import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { explainDisk } from '../explainDisk';
import { type ArtifactStore, SWEEP_GRACE_SECONDS } from './artifactStore';

/** Folder of empty files, each named by the digest of a blob that was discarded. */
export const DISCARDED = 'discarded';

/**
 * Removes discarded blobs of a file store. A blob is moved aside before it goes: who stores it at that moment finds no
 * file and writes it, and who stored it just before has made its time new, so that it is moved back.
 */
export async function sweepFiles(
  root: string,
  fileOf: (digest: string) => string,
  { isNeeded, graceSeconds = SWEEP_GRACE_SECONDS }: Parameters<ArtifactStore['sweep']>[0],
): Promise<{ removed: number; bytes: number }> {
  const marks = join(root, DISCARDED);
  const aside = join(root, 'unfinished');
  const before = Date.now() - 1000 * graceSeconds;
  let removed = 0;
  let bytes = 0;
  for (const digest of await names(marks)) {
    const mark = join(marks, digest);
    const file = fileOf(digest);
    if (!((await timeOf(mark)) <= before)) continue;
    const found = await timeOf(file);
    if (found > before) continue;
    if (Number.isNaN(found) || (await isNeeded(digest))) {
      await rm(mark, { force: true });
      continue;
    }
    const size = await remove(file, join(aside, `sweep-${digest}-${randomBytes(8).toString('hex')}`));
    if (size === null) continue;
    await rm(mark, { force: true });
    removed += 1;
    bytes += size;
  }
  return { removed, bytes };

  /** Bytes that were removed; null where the blob stays. */
  async function remove(file: string, place: string): Promise<number | null> {
    try {
      await mkdir(aside, { recursive: true });
      await rename(file, place);
      const { size, mtimeMs } = await stat(place);
      if (mtimeMs > before) {
        await rename(place, file);
        return null;
      }
      await rm(place);
      return size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw explainDisk(error, root);
    }
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw explainDisk(error, folder);
  }
}

/** When a file was last written or claimed; NaN where there is none. */
async function timeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return Number.NaN;
    throw explainDisk(error, file);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
