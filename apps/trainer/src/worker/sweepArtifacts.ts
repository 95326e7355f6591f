import { isArtifactReferenced } from '@assay/store';
import type { WorkerContext } from './activeJob';

/** Removes blobs that runs no longer keep and nothing else refers to. A store that refuses stops no work. */
export async function sweepArtifacts({ db, artifacts, log }: WorkerContext): Promise<void> {
  try {
    const { removed, bytes } = await artifacts.sweep({ isNeeded: (digest) => isArtifactReferenced(db, digest) });
    if (removed > 0) log(`removed ${removed} artifacts that no run keeps, ${(bytes / 2 ** 20).toFixed(1)} MB`);
  } catch (error) {
    log(`artifacts that no run keeps stay for now: ${error instanceof Error ? error.message : String(error)}`);
  }
}
