import type { Database } from '@assay/store';

export type Actor = { name: string; role: 'viewer' | 'member' | 'approver' | 'admin' };

/** What services need of the artifact store. */
export interface Artifacts {
  put(bytes: Buffer | { file: string }): Promise<{ digest: string; bytes: number }>;
  read(digest: string): Promise<Buffer>;
  has(digest: string): Promise<boolean>;
}

/** Who asks, and where facts and blobs lie. */
export type Context = { db: Database; artifacts: Artifacts; actor: Actor };
