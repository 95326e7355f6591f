import { createHash } from 'node:crypto';
import { configDigestInput, RunConfig, type RunEvent } from '@assay/contracts';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { ensureExperiment } from '../queries/experiments';
import { insertRun } from '../queries/runs';
import { claimJob } from '../queue/claimJob';
import { enqueueJob } from '../queue/enqueueJob';
import type { Lease, RunLease } from '../queue/lease';
import { jobs } from '../schema/jobs';
import type { Run } from '../schema/runs';

const DIGEST = 'd'.repeat(64);

/** A run of a small classical config, stored but not queued. */
export async function makeRun(
  db: Database,
  options: { seed?: number; label?: string; dependsOn?: string; experiment?: string } = {},
): Promise<Run> {
  const { id } = await ensureExperiment(db, { name: options.experiment ?? 'fixture', createdBy: 'tester' });
  const config = RunConfig.parse({
    task: 'classical',
    seed: options.seed ?? 0,
    dataset: { name: 'boards', version: DIGEST },
  });
  return insertRun(db, {
    experimentId: id,
    label: options.label ?? 'hog',
    task: config.task,
    seed: config.seed,
    config,
    configDigest: createHash('sha256').update(configDigestInput(config)).digest('hex'),
    datasetName: 'boards',
    datasetVersion: 1,
    datasetDigest: DIGEST,
    createdBy: 'tester',
    ...(options.dependsOn ? { dependsOn: options.dependsOn } : {}),
  });
}

export async function queueRun(db: Database, options: Parameters<typeof makeRun>[1] = {}): Promise<Run> {
  const run = await makeRun(db, options);
  await enqueueJob(db, { payload: { kind: 'run', run: run.id }, createdBy: 'tester' });
  return run;
}

/** Claims the next run's job or fails the test. */
export async function claimRun(db: Database, owner: string): Promise<RunLease> {
  const claimed = await claimJob(db, { owner, kinds: ['run'] });
  if (claimed?.kind !== 'run') throw new Error('there was no run to claim');
  return claimed.lease;
}

/** As if the holder had not renewed it for too long, without waiting for that. */
export async function expireLease(db: Database, lease: Lease): Promise<void> {
  await db.update(jobs).set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` }).where(eq(jobs.id, lease.job));
}

export function metric(key: string, step: number, value: number): Extract<RunEvent, { kind: 'metric' }> {
  return { kind: 'metric', points: [{ key, step, value, pictures: step * 64, time: '2026-01-02T03:04:05.000Z' }] };
}

export function log(message: string, step: number): RunEvent {
  return { kind: 'log', level: 'info', message, step, time: '2026-01-02T03:04:05.000Z' };
}
