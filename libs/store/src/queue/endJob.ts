import type { AttemptStatus } from '@assay/contracts';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { attempts } from '../schema/attempts';
import { type Job, jobs } from '../schema/jobs';
import { CHANNELS, notify } from './channels';
import { failDependants, wakeDependants } from './dependants';
import { setRunStatus } from './runStatus';

type Attempted = Pick<Job, 'id' | 'runId' | 'attempt' | 'kind'>;

/** Ends a job whose row is locked, its run with it, and tells the jobs that wait for that run. */
export async function endJob(
  tx: Database,
  job: Attempted,
  end: { status: 'succeeded' | 'failed' | 'cancelled'; reason: string | null; failures?: number; result?: unknown },
): Promise<void> {
  await tx
    .update(jobs)
    .set({
      status: end.status,
      owner: null,
      leaseUntil: null,
      error: end.reason,
      endedAt: sql`clock_timestamp()`,
      ...(end.failures === undefined ? {} : { failures: end.failures }),
      ...(end.result === undefined ? {} : { result: end.result }),
    })
    .where(eq(jobs.id, job.id));
  if (job.runId === null) return;
  await setRunStatus(tx, { run: job.runId, status: end.status, reason: end.reason });
  if (end.status === 'succeeded') await wakeDependants(tx, job.runId);
  else await failDependants(tx, job.runId, end.status === 'failed' ? 'failed' : 'was cancelled');
}

/** Puts a job whose row is locked back into the queue, at its old place. */
export async function requeueJob(
  tx: Database,
  job: Attempted,
  change: { reason: string | null; failures: number },
): Promise<void> {
  await tx
    .update(jobs)
    .set({ status: 'queued', owner: null, leaseUntil: null, error: change.reason, failures: change.failures })
    .where(eq(jobs.id, job.id));
  if (job.runId !== null) await setRunStatus(tx, { run: job.runId, status: 'queued', reason: change.reason });
  await notify(tx, CHANNELS.jobs, job.kind);
}

/** Ends the attempt that is under way; a job without a run has none. */
export async function endAttempt(
  tx: Database,
  job: Attempted,
  end: { status: AttemptStatus; reason: string | null },
): Promise<void> {
  if (job.runId === null) return;
  await tx
    .update(attempts)
    .set({ ...end, endedAt: sql`clock_timestamp()` })
    .where(and(eq(attempts.runId, job.runId), eq(attempts.number, job.attempt), eq(attempts.status, 'running')));
}
