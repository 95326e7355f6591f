import { and, eq } from 'drizzle-orm';
import type { Database } from '../database';
import { type Job, jobs } from '../schema/jobs';

/** The right to work on a job: whoever holds another owner or attempt number has lost it. */
export type Lease = { job: string; owner: string; attempt: number };

/** The lease of a job that executes a run. */
export type RunLease = Lease & { run: string };

/** The job was taken over, given back or ended meanwhile; the worker must stop and write nothing more. */
export class LostLeaseError extends Error {
  override readonly name = 'LostLeaseError';

  constructor(readonly lease: Lease) {
    super(`job ${lease.job} is no longer held by ${lease.owner} (attempt ${lease.attempt})`);
  }
}

/** The condition that every write of a worker carries. */
export function held(lease: Lease) {
  return and(
    eq(jobs.id, lease.job),
    eq(jobs.owner, lease.owner),
    eq(jobs.attempt, lease.attempt),
    eq(jobs.status, 'running'),
  );
}

/**
 * Holds the job's row to the end of the transaction, so that nobody takes the job over while its holder writes.
 * @throws LostLeaseError when it is not held.
 */
export async function lockHeld(tx: Database, lease: Lease, strength: 'update' | 'share'): Promise<Job> {
  const [job] = await tx.select().from(jobs).where(held(lease)).for(strength);
  if (!job) throw new LostLeaseError(lease);
  return job;
}
