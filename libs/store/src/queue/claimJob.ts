import { type JobKind, LEASE_SECONDS, MAX_ATTEMPTS } from '@assay/contracts';
import { and, asc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { one } from '../queries/one';
import { attempts } from '../schema/attempts';
import { type Job, jobs } from '../schema/jobs';
import { endAttempt, endJob } from './endJob';
import type { Lease, RunLease } from './lease';
import { setRunStatus } from './runStatus';

export type ClaimedJob =
  | { job: Job; kind: 'run'; lease: RunLease; isTakeover: boolean }
  | { job: Job; kind: Exclude<JobKind, 'run'>; lease: Lease; isTakeover: boolean };

/**
 * Takes the job that arrived first among those that are queued or whose holder let its lease end; undefined when there
 * is none. The attempt of a holder that vanished becomes `lost`; a job that lost or failed MAX_ATTEMPTS of them fails.
 *
 * @param owner a name that no other live process has.
 */
export async function claimJob(
  db: Database,
  params: { owner: string; kinds: readonly JobKind[]; leaseSeconds?: number },
): Promise<ClaimedJob | undefined> {
  if (params.kinds.length === 0) return undefined;
  for (;;) {
    const claimed = await db.transaction((tx) => claimOnce(tx, params));
    if (claimed !== 'ended') return claimed;
  }
}

/** `ended` when the job that came first could not go on and was ended instead. */
async function claimOnce(
  tx: Database,
  params: { owner: string; kinds: readonly JobKind[]; leaseSeconds?: number },
): Promise<ClaimedJob | undefined | 'ended'> {
  const expired = and(eq(jobs.status, 'running'), lt(jobs.leaseUntil, sql`clock_timestamp()`));
  const [found] = await tx
    .select()
    .from(jobs)
    .where(and(inArray(jobs.kind, [...params.kinds]), or(eq(jobs.status, 'queued'), expired)))
    .orderBy(asc(jobs.position))
    .limit(1)
    .for('update', { skipLocked: true });
  if (!found) return undefined;

  const isTakeover = found.status === 'running';
  let failures = found.failures;
  if (isTakeover) {
    const reason = `worker ${found.owner} stopped reporting`;
    failures += 1;
    await endAttempt(tx, found, { status: 'lost', reason });
    if (found.isCancelRequested) {
      await endJob(tx, found, { status: 'cancelled', reason: 'cancelled', failures });
      return 'ended';
    }
    if (failures >= MAX_ATTEMPTS) {
      await endJob(tx, found, { status: 'failed', reason: `gave up after ${failures} attempts: ${reason}`, failures });
      return 'ended';
    }
  }
  const seconds = params.leaseSeconds ?? LEASE_SECONDS;
  const job = one(
    await tx
      .update(jobs)
      .set({
        status: 'running',
        owner: params.owner,
        attempt: found.attempt + 1,
        failures,
        leaseUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})`,
        startedAt: sql`coalesce(${jobs.startedAt}, clock_timestamp())`,
      })
      .where(eq(jobs.id, found.id))
      .returning(),
  );
  const lease = { job: job.id, owner: params.owner, attempt: job.attempt };
  if (job.kind !== 'run') return { job, kind: job.kind, lease, isTakeover };
  if (job.runId === null) throw new Error(`job ${job.id} of kind run has no run`);
  await tx.insert(attempts).values({ runId: job.runId, number: job.attempt, worker: params.owner, status: 'running' });
  await setRunStatus(tx, { run: job.runId, status: 'running', reason: null, attempt: job.attempt });
  return { job, kind: 'run', lease: { ...lease, run: job.runId }, isTakeover };
}
