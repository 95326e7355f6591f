import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { jobs } from '../schema/jobs';
import { CHANNELS, notify } from './channels';
import { setRunStatus } from './runStatus';

/** Lets the jobs start that waited for this run. */
export async function wakeDependants(tx: Database, run: string): Promise<void> {
  const woken = await tx
    .update(jobs)
    .set({ status: 'queued' })
    .where(and(eq(jobs.waitsFor, run), eq(jobs.status, 'waiting')))
    .returning({ kind: jobs.kind, runId: jobs.runId });
  for (const job of woken) {
    if (job.runId) await setRunStatus(tx, { run: job.runId, status: 'queued', reason: null });
    await notify(tx, CHANNELS.jobs, job.kind);
  }
}

/** Fails the jobs that waited for a run that failed or was cancelled, and those that waited for theirs. */
export async function failDependants(tx: Database, run: string, word: 'failed' | 'was cancelled'): Promise<void> {
  const reason = `run ${run}, whose weights it starts from, ${word}`;
  const failed = await tx
    .update(jobs)
    .set({ status: 'failed', error: reason, endedAt: sql`clock_timestamp()` })
    .where(and(eq(jobs.waitsFor, run), eq(jobs.status, 'waiting')))
    .returning({ runId: jobs.runId });
  for (const job of failed) {
    if (!job.runId) continue;
    await setRunStatus(tx, { run: job.runId, status: 'failed', reason });
    await failDependants(tx, job.runId, 'failed');
  }
}
