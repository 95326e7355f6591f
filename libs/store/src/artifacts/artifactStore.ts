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
  /** Whether the store can be written to now. @throws InputError that says why not */
  check(): Promise<void>;
}

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
