import { LEASE_SECONDS, MAX_ATTEMPTS } from '@assay/contracts';
import { sql } from 'drizzle-orm';
import type { Database } from '../database';
import { jobs } from '../schema/jobs';
import { endAttempt, endJob, requeueJob } from './endJob';
import { held, type Lease, LostLeaseError, lockHeld } from './lease';

/** Holds the job for another while and says whether somebody asked to cancel it. @throws LostLeaseError */
export async function renewLease(
  db: Database,
  lease: Lease,
  params: { leaseSeconds?: number } = {},
): Promise<{ isCancelRequested: boolean }> {
  const seconds = params.leaseSeconds ?? LEASE_SECONDS;
  const [row] = await db
    .update(jobs)
    .set({ leaseUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})` })
    .where(held(lease))
    .returning({ isCancelRequested: jobs.isCancelRequested });
  if (!row) throw new LostLeaseError(lease);
  return row;
}

export type JobOutcome =
  | { status: 'succeeded'; result?: unknown }
  | {
      status: 'failed';
      reason: string;
      /** Whether another attempt may do better: true for a crash, false for input that will be refused again. */
      isRetryable: boolean;
    }
  | { status: 'cancelled'; reason?: string };

/**
 * Ends the holder's attempt and with it the job, unless the failure may be retried. A failure after somebody asked to
 * cancel counts as cancelled. Answers the job's new status. @throws LostLeaseError
 */
export async function finishJob(
  db: Database,
  lease: Lease,
  outcome: JobOutcome,
): Promise<'succeeded' | 'failed' | 'cancelled' | 'queued'> {
  return db.transaction(async (tx) => {
    const job = await lockHeld(tx, lease, 'update');
    if (outcome.status === 'succeeded') {
      await endAttempt(tx, job, { status: 'succeeded', reason: null });
      await endJob(tx, job, { status: 'succeeded', reason: null, result: outcome.result });
      return 'succeeded';
    }
    if (outcome.status === 'cancelled' || job.isCancelRequested) {
      const reason = (outcome.status === 'cancelled' ? outcome.reason : undefined) ?? job.error ?? 'cancelled';
      await endAttempt(tx, job, { status: 'cancelled', reason });
      await endJob(tx, job, { status: 'cancelled', reason });
      return 'cancelled';
    }
    const failures = job.failures + 1;
    await endAttempt(tx, job, { status: 'failed', reason: outcome.reason });
    if (!outcome.isRetryable || failures >= MAX_ATTEMPTS) {
      const reason = failures > 1 ? `gave up after ${failures} attempts: ${outcome.reason}` : outcome.reason;
      await endJob(tx, job, { status: 'failed', reason, failures });
      return 'failed';
    }
    await requeueJob(tx, job, { reason: `attempt ${job.attempt} failed: ${outcome.reason}`, failures });
    return 'queued';
  });
}

/** Gives the job back, to be gone on with from its last checkpoint; this is no failure. @throws LostLeaseError */
export async function releaseJob(db: Database, lease: Lease, reason: string): Promise<'queued' | 'cancelled'> {
  return db.transaction(async (tx) => {
    const job = await lockHeld(tx, lease, 'update');
    if (job.isCancelRequested) {
      await endAttempt(tx, job, { status: 'cancelled', reason: job.error ?? 'cancelled' });
      await endJob(tx, job, { status: 'cancelled', reason: job.error ?? 'cancelled' });
      return 'cancelled';
    }
    await endAttempt(tx, job, { status: 'released', reason });
    await requeueJob(tx, job, { reason, failures: job.failures });
    return 'queued';
  });
}
