import type { ArtifactStore, Database } from '@assay/store';
import type { Machine } from './readAssignment';

/** A claimed job under way. */
export interface ActiveJob {
  /** Somebody does not want it any more. */
  cancel(): void;
  /** This worker stops: the job goes back into the queue. */
  release(): void;
  /** Resolves when the job's row says how it ended, or belongs to somebody else; never rejects. */
  readonly done: Promise<void>;
}

/** What every job of a worker shares. */
export type WorkerContext = Machine & {
  db: Database;
  artifacts: ArtifactStore;
  log: (line: string) => void;
};
