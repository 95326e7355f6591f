import { InputError, type JobStatus } from '@assay/contracts';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { jobs } from '../schema/jobs';
import { CHANNELS, notify } from './channels';
import { endAttempt, endJob } from './endJob';

/**
 * Cancels a job that nobody works on at once, and asks the worker of a running one to stop; asking again changes
 * nothing. Answers the status after it. @throws InputError when the job has ended already.
 */
export async function requestCancel(db: Database, params: { job: string; reason: string }): Promise<JobStatus> {
  return db.transaction(async (tx) => {
    const [job] = await tx
      .select({ row: jobs, isExpired: sql<boolean>`coalesce(${jobs.leaseUntil} < clock_timestamp(), false)` })
      .from(jobs)
      .where(eq(jobs.id, params.job))
      .for('update');
    if (!job) throw new InputError({ where: 'job', found: `there is no job "${params.job}"` });
    const { row, isExpired } = job;
    if (row.status === 'cancelled') return 'cancelled';
    if (row.status === 'succeeded' || row.status === 'failed') {
      throw new InputError({
        where: row.runId ? `run ${row.runId}` : `job ${row.id}`,
        found: `it has ${row.status} already`,
      });
    }
    if (row.status === 'running' && !isExpired) {
      await tx.update(jobs).set({ isCancelRequested: true, error: params.reason }).where(eq(jobs.id, row.id));
      await notify(tx, CHANNELS.cancels, row.id);
      return 'running';
    }
    if (row.status === 'running') {
      await endAttempt(tx, row, { status: 'lost', reason: `worker ${row.owner} stopped reporting` });
    }
    await endJob(tx, row, { status: 'cancelled', reason: params.reason });
    return 'cancelled';
  });
}
