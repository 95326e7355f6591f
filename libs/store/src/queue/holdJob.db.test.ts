import { MAX_ATTEMPTS } from '@assay/contracts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts } from '../queries/attempts';
import { listRunEvents } from '../queries/runEvents';
import { getRun } from '../queries/runs';
import { createTestDatabase } from '../testing/createTestDatabase';
import { claimRun, expireLease, makeRun, queueRun } from '../testing/fixtures';
import { claimJob } from './claimJob';
import { enqueueJob } from './enqueueJob';
import { finishJob, releaseJob, renewLease } from './holdJob';
import { findJob } from './jobs';
import { requestCancel } from './requestCancel';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);
beforeEach(async () => {
  await db.execute('truncate runs, jobs, experiments cascade');
});

const statusOf = async (run: string) => (await getRun(db, run))?.status;

describe('finishJob', () => {
  it('ends job, attempt and run together and tells the stream', async () => {
    const run = await queueRun(db);
    const lease = await claimRun(db, 'w');
    expect(await finishJob(db, lease, { status: 'succeeded', result: { fine: true } })).toBe('succeeded');
    expect(await getRun(db, run.id)).toMatchObject({ status: 'succeeded', statusReason: null });
    expect((await getRun(db, run.id))?.endedAt).toBeInstanceOf(Date);
    expect(await findJob(db, lease.job)).toMatchObject({ status: 'succeeded', owner: null, result: { fine: true } });
    expect((await listAttempts(db, run.id)).map((attempt) => attempt.status)).toEqual(['succeeded']);
    const statuses = (await listRunEvents(db, { run: run.id })).map(({ seq, event }) => [
      seq,
      event.kind === 'status' && event.status,
    ]);
    expect(statuses).toEqual([
      [1, 'queued'],
      [2, 'running'],
      [3, 'succeeded'],
    ]);
  });

  it('retries a failure that may go better, up to the last attempt', async () => {
    const run = await queueRun(db);
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      const lease = await claimRun(db, 'w');
      expect(await finishJob(db, lease, { status: 'failed', reason: 'crash', isRetryable: true })).toBe('queued');
      expect(await getRun(db, run.id)).toMatchObject({
        status: 'queued',
        statusReason: `attempt ${attempt} failed: crash`,
      });
    }
    const last = await claimRun(db, 'w');
    expect(await finishJob(db, last, { status: 'failed', reason: 'crash', isRetryable: true })).toBe('failed');
    expect((await getRun(db, run.id))?.statusReason).toBe(`gave up after ${MAX_ATTEMPTS} attempts: crash`);
  });

  it('does not retry what will be refused again', async () => {
    const run = await queueRun(db);
    const lease = await claimRun(db, 'w');
    expect(await finishJob(db, lease, { status: 'failed', reason: 'no labels', isRetryable: false })).toBe('failed');
    expect(await getRun(db, run.id)).toMatchObject({ status: 'failed', statusReason: 'no labels' });
  });
});

describe('releaseJob', () => {
  it('gives the job back at its old place, any number of times', async () => {
    const first = await queueRun(db, { seed: 1 });
    await queueRun(db, { seed: 2 });
    for (let time = 0; time < MAX_ATTEMPTS + 2; time++) {
      const lease = await claimRun(db, 'w');
      expect(lease.run).toBe(first.id);
      expect(await releaseJob(db, lease, 'the worker was stopped')).toBe('queued');
    }
    expect((await listAttempts(db, first.id)).map((attempt) => attempt.status)).toEqual(
      Array(MAX_ATTEMPTS + 2).fill('released'),
    );
  });
});

describe('requestCancel', () => {
  it('cancels a queued run at once', async () => {
    const run = await queueRun(db);
    const job = (await getRun(db, run.id))?.jobId ?? '';
    expect(await requestCancel(db, { job, reason: 'cancelled by tester' })).toBe('cancelled');
    expect(await getRun(db, run.id)).toMatchObject({ status: 'cancelled', statusReason: 'cancelled by tester' });
    expect(await claimJob(db, { owner: 'w', kinds: ['run'] })).toBeUndefined();
    expect(await requestCancel(db, { job, reason: 'again' })).toBe('cancelled');
  });

  it('reaches the holder of a running one, whose crash then counts as cancelled', async () => {
    const run = await queueRun(db);
    const lease = await claimRun(db, 'w');
    expect((await renewLease(db, lease)).isCancelRequested).toBe(false);
    expect(await requestCancel(db, { job: lease.job, reason: 'cancelled by tester' })).toBe('running');
    expect((await renewLease(db, lease)).isCancelRequested).toBe(true);
    expect(await finishJob(db, lease, { status: 'failed', reason: 'killed', isRetryable: true })).toBe('cancelled');
    expect(await getRun(db, run.id)).toMatchObject({ status: 'cancelled', statusReason: 'cancelled by tester' });
    await expect(finishJob(db, lease, { status: 'succeeded' })).rejects.toThrow('no longer held');
  });

  it('needs no worker when the holder has vanished', async () => {
    const run = await queueRun(db);
    const lease = await claimRun(db, 'dead');
    await expireLease(db, lease);
    expect(await requestCancel(db, { job: lease.job, reason: 'cancelled' })).toBe('cancelled');
    expect(await statusOf(run.id)).toBe('cancelled');
    expect((await listAttempts(db, run.id))[0]?.status).toBe('lost');
  });

  it('refuses what has ended', async () => {
    await queueRun(db);
    const lease = await claimRun(db, 'w');
    await finishJob(db, lease, { status: 'succeeded' });
    await expect(requestCancel(db, { job: lease.job, reason: 'late' })).rejects.toThrow('it has succeeded already');
  });
});

describe('runs that depend on a run', () => {
  it('wait, and start when it has succeeded', async () => {
    const pretraining = await queueRun(db, { seed: 1 });
    const finetuning = await queueRun(db, { seed: 2, dependsOn: pretraining.id });
    expect(await statusOf(finetuning.id)).toBe('waiting');
    const lease = await claimRun(db, 'w');
    expect(await claimJob(db, { owner: 'w', kinds: ['run'] })).toBeUndefined();
    await finishJob(db, lease, { status: 'succeeded' });
    expect(await statusOf(finetuning.id)).toBe('queued');
    expect((await claimRun(db, 'w')).run).toBe(finetuning.id);
  });

  it('fail with a word when it failed, and so do those behind them', async () => {
    const a = await queueRun(db, { seed: 1 });
    const b = await queueRun(db, { seed: 2, dependsOn: a.id });
    const c = await queueRun(db, { seed: 3, dependsOn: b.id });
    await finishJob(db, await claimRun(db, 'w'), { status: 'failed', reason: 'diverged', isRetryable: false });
    expect(await getRun(db, b.id)).toMatchObject({
      status: 'failed',
      statusReason: `run ${a.id}, whose weights it starts from, failed`,
    });
    expect(await statusOf(c.id)).toBe('failed');
  });

  it('fail when it was cancelled, and at once when it already was', async () => {
    const a = await queueRun(db, { seed: 1 });
    const b = await queueRun(db, { seed: 2, dependsOn: a.id });
    await requestCancel(db, { job: (await getRun(db, a.id))?.jobId ?? '', reason: 'cancelled' });
    expect((await getRun(db, b.id))?.statusReason).toContain('was cancelled');
    const late = await queueRun(db, { seed: 3, dependsOn: a.id });
    expect(await statusOf(late.id)).toBe('failed');
  });

  it('start at once when it has succeeded before', async () => {
    const a = await queueRun(db, { seed: 1 });
    await finishJob(db, await claimRun(db, 'w'), { status: 'succeeded' });
    expect(await statusOf((await queueRun(db, { dependsOn: a.id, seed: 2 })).id)).toBe('queued');
  });

  it('are not missed by an end that happens while they are queued', async () => {
    for (let round = 0; round < 15; round++) {
      const a = await queueRun(db, { seed: round });
      const lease = await claimRun(db, 'w');
      const b = await makeRun(db, { seed: 100 + round, dependsOn: a.id });
      await Promise.all([
        finishJob(db, lease, { status: 'succeeded' }),
        enqueueJob(db, { payload: { kind: 'run', run: b.id }, createdBy: 't' }),
      ]);
      const heir = await claimRun(db, 'w');
      expect(heir.run).toBe(b.id);
      await finishJob(db, heir, { status: 'succeeded' });
    }
  });
});
