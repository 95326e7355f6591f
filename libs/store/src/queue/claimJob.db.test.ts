import { MAX_ATTEMPTS } from '@assay/contracts';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listAttempts } from '../queries/attempts';
import { getRun } from '../queries/runs';
import { createTestDatabase } from '../testing/createTestDatabase';
import { claimRun, expireLease, queueRun } from '../testing/fixtures';
import { claimJob } from './claimJob';
import { enqueueJob } from './enqueueJob';
import { finishJob, renewLease } from './holdJob';
import { LostLeaseError } from './lease';
import { requestCancel } from './requestCancel';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);
beforeEach(async () => {
  await db.execute('truncate runs, jobs, experiments cascade');
});

describe('claimJob', () => {
  it('never gives one job to two of many claimers at once', async () => {
    for (let seed = 0; seed < 24; seed++) await queueRun(db, { seed });
    const claimer = async (owner: string) => {
      const got: string[] = [];
      for (;;) {
        const claimed = await claimJob(db, { owner, kinds: ['run'] });
        if (!claimed) return got;
        got.push(claimed.job.id);
      }
    };
    const got = await Promise.all(Array.from({ length: 8 }, (_, i) => claimer(`worker-${i}`)));
    expect(got.flat()).toHaveLength(24);
    expect(new Set(got.flat()).size).toBe(24);
  });

  it('serves in the order of arrival and only the kinds asked for', async () => {
    await enqueueJob(db, {
      payload: { kind: 'dataset.import', path: '/x', name: 'x', format: 'auto' },
      createdBy: 't',
    });
    const first = await queueRun(db, { seed: 1 });
    const second = await queueRun(db, { seed: 2 });
    expect((await claimRun(db, 'a')).run).toBe(first.id);
    expect((await claimRun(db, 'a')).run).toBe(second.id);
    expect(await claimJob(db, { owner: 'a', kinds: ['run'] })).toBeUndefined();
    expect((await claimJob(db, { owner: 'a', kinds: ['dataset.import'] }))?.kind).toBe('dataset.import');
  });

  it('takes over a job whose lease ended, marks the attempt lost and shuts the old holder out', async () => {
    const run = await queueRun(db);
    const old = await claimRun(db, 'dead');
    expect(await claimJob(db, { owner: 'early', kinds: ['run'] })).toBeUndefined();
    await expireLease(db, old);
    const claimed = await claimJob(db, { owner: 'heir', kinds: ['run'] });
    expect(claimed).toMatchObject({ isTakeover: true, lease: { attempt: 2, owner: 'heir', run: run.id } });
    await expect(renewLease(db, old)).rejects.toThrow(LostLeaseError);
    await expect(finishJob(db, old, { status: 'succeeded' })).rejects.toThrow(LostLeaseError);
    const attempts = await listAttempts(db, run.id);
    expect(attempts.map((attempt) => [attempt.number, attempt.worker, attempt.status])).toEqual([
      [1, 'dead', 'lost'],
      [2, 'heir', 'running'],
    ]);
    expect(attempts[0]?.reason).toBe('worker dead stopped reporting');
    expect(await getRun(db, run.id)).toMatchObject({ status: 'running', attempt: 2 });
  });

  it('gives one expired job to one of two heirs', async () => {
    await queueRun(db);
    await expireLease(db, await claimRun(db, 'dead'));
    const heirs = await Promise.all(['a', 'b', 'c'].map((owner) => claimJob(db, { owner, kinds: ['run'] })));
    expect(heirs.filter(Boolean)).toHaveLength(1);
  });

  it('keeps a lease that is renewed', async () => {
    await queueRun(db);
    const lease = await claimRun(db, 'busy');
    await expireLease(db, lease);
    await renewLease(db, lease);
    expect(await claimJob(db, { owner: 'other', kinds: ['run'] })).toBeUndefined();
  });

  it('lets a lease end by the clock', async () => {
    await queueRun(db);
    await claimJob(db, { owner: 'short', kinds: ['run'], leaseSeconds: 0.05 });
    await vi.waitFor(() => claimRun(db, 'heir'), 5000);
  });

  it('gives up after the last attempt was lost', async () => {
    const run = await queueRun(db);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      await expireLease(db, await claimRun(db, `w${attempt}`));
    }
    expect(await claimJob(db, { owner: 'last', kinds: ['run'] })).toBeUndefined();
    expect(await getRun(db, run.id)).toMatchObject({
      status: 'failed',
      statusReason: `gave up after ${MAX_ATTEMPTS} attempts: worker w${MAX_ATTEMPTS} stopped reporting`,
    });
  });

  it('ends an expired job that somebody asked to cancel instead of starting it again', async () => {
    const run = await queueRun(db);
    const lease = await claimRun(db, 'dead');
    expect(await requestCancel(db, { job: lease.job, reason: 'cancelled by tester' })).toBe('running');
    await expireLease(db, lease);
    expect(await claimJob(db, { owner: 'heir', kinds: ['run'] })).toBeUndefined();
    expect((await getRun(db, run.id))?.status).toBe('cancelled');
  });
});
