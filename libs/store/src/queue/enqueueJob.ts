import type { JobPayload } from '@assay/contracts';
import { eq } from 'drizzle-orm';
import { createId } from '../createId';
import type { Database } from '../database';
import { one } from '../queries/one';
import { type Job, jobs } from '../schema/jobs';
import { runs } from '../schema/runs';
import { CHANNELS, notify } from './channels';
import { setRunStatus } from './runStatus';

/**
 * Puts a job at the end of the queue. A run's job waits while the run that it depends on (`runs.dependsOn`) has not
 * succeeded, and fails at once when that one failed or was cancelled.
 */
export async function enqueueJob(db: Database, params: { payload: JobPayload; createdBy: string }): Promise<Job> {
  const { payload, createdBy } = params;
  return db.transaction(async (tx) => {
    const runId = payload.kind === 'run' ? payload.run : null;
    const start = runId === null ? READY : await startOf(tx, runId);
    const job = one(
      await tx
        .insert(jobs)
        .values({
          id: createId(),
          kind: payload.kind,
          payload,
          createdBy,
          runId,
          waitsFor: start.waitsFor,
          status: start.status,
          error: start.reason,
        })
        .returning(),
    );
    if (runId !== null) {
      await tx.update(runs).set({ jobId: job.id }).where(eq(runs.id, runId));
      await setRunStatus(tx, { run: runId, status: start.status, reason: start.reason });
    }
    if (job.status === 'queued') await notify(tx, CHANNELS.jobs, job.kind);
    return job;
  });
}

type Start = { status: 'waiting' | 'queued' | 'failed'; waitsFor: string | null; reason: string | null };

const READY: Start = { status: 'queued', waitsFor: null, reason: null };

async function startOf(tx: Database, run: string): Promise<Start> {
  const { dependsOn } = one(await tx.select({ dependsOn: runs.dependsOn }).from(runs).where(eq(runs.id, run)));
  if (dependsOn === null) return READY;
  // The lock makes the end of that run wait for this insert, so that it cannot miss the waiting job.
  const other = one(await tx.select({ status: runs.status }).from(runs).where(eq(runs.id, dependsOn)).for('share'));
  if (other.status === 'succeeded') return READY;
  if (other.status === 'failed' || other.status === 'cancelled') {
    const word = other.status === 'failed' ? 'failed' : 'was cancelled';
    return {
      status: 'failed',
      waitsFor: dependsOn,
      reason: `run ${dependsOn}, whose weights it starts from, ${word}`,
    };
  }
  return { status: 'waiting', waitsFor: dependsOn, reason: `waits for run ${dependsOn}` };
}
