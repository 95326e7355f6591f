import type { Readable } from 'node:stream';

/** Blobs named by the SHA-256 of their bytes: equal bytes are stored once, and a name never changes its meaning. */
export interface ArtifactStore {
  /** Stores a blob; two who store the same one at once do not disturb each other. */
  put(source: Buffer | Readable | { file: string }): Promise<{ digest: string; bytes: number }>;
  /** @throws MissingArtifactError */
  get(digest: string): Promise<Readable>;
  /** The whole blob, its digest verified. @throws MissingArtifactError, BrokenArtifactError */
  read(digest: string): Promise<Buffer>;
  has(digest: string): Promise<boolean>;
  /** A local file with the blob's bytes, where there is one; never write to it. */
  path(digest: string): string | undefined;
  /** Reads the blob again and compares. @throws MissingArtifactError, BrokenArtifactError */
  verify(digest: string): Promise<void>;
  /**
   * Says that a reference to the blob is gone. It stays until `sweep` finds that there is no other, so that saying it too
   * often or too early does no harm.
   */
  discard(digest: string): Promise<void>;
  /**
   * Removes blobs that were discarded a while ago and that nothing refers to. One that somebody stores again meanwhile
   * stays: whoever stores a blob has `graceSeconds` to say so where `isNeeded` looks.
   */
  sweep(options: {
    isNeeded: (digest: string) => Promise<boolean>;
    graceSeconds?: number;
  }): Promise<{ removed: number; bytes: number }>;
  /** Whether the store can be written to now. @throws InputError that says why not */
  check(): Promise<void>;
}

/** Longer than a worker insists on a database that does not answer, by far. */
export const SWEEP_GRACE_SECONDS = 3600;

export class MissingArtifactError extends Error {
  override readonly name = 'MissingArtifactError';

  constructor(readonly digest: string) {
    super(`artifact ${digest.slice(0, 12)}… is not in the store`);
  }
}

export class BrokenArtifactError extends Error {
  override readonly name = 'BrokenArtifactError';

  constructor(
    readonly digest: string,
    where: string,
  ) {
    super(`artifact ${digest.slice(0, 12)}… is damaged: ${where} has other bytes than its name says`);
  }
}
