import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { finishJob } from '../queue/holdJob';
import { requestCancel } from '../queue/requestCancel';
import { experiments } from '../schema/experiments';
import { runs } from '../schema/runs';
import { createTestDatabase } from '../testing/createTestDatabase';
import { claimRun, makeRun, queueRun } from '../testing/fixtures';
import { ensureExperiment, findExperiment, listExperiments } from './experiments';
import { countRuns, findReusableRun, findRun, listRuns, setRunRecord } from './runs';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);
beforeEach(async () => {
  await db.execute('truncate runs, jobs, experiments cascade');
});

const record = { commit: null, isTreeClean: null, lockfileDigest: null, cpu: 'x', threads: 2, node: 'v20' };

describe('findRun', () => {
  it('takes an id or an unambiguous beginning of one, in any case', async () => {
    for (const id of ['abcdefghij', 'abcxyzxyzx', 'mnopqrstuv']) {
      const { id: made } = await makeRun(db);
      await db.update(runs).set({ id }).where(eq(runs.id, made));
    }
    expect((await findRun(db, 'abcdefghij')).id).toBe('abcdefghij');
    expect((await findRun(db, 'abcd')).id).toBe('abcdefghij');
    expect(await findRun(db, ' MNO ')).toMatchObject({ id: 'mnopqrstuv', experiment: 'fixture' });
    await expect(findRun(db, 'abc')).rejects.toThrow(
      'run: "abc" could be abcdefghij, abcxyzxyzx (type more of the id)',
    );
    await expect(findRun(db, 'zzz')).rejects.toThrow('there is no run "zzz"');
    await expect(findRun(db, '')).rejects.toThrow('there is no run ""');
    await expect(findRun(db, '%')).rejects.toThrow('there is no run "%"');
  });
});

describe('listRuns', () => {
  it('filters, sorts with empty fields last, and pages', async () => {
    const first = await queueRun(db, { seed: 1, label: 'b' });
    const second = await queueRun(db, { seed: 2, label: 'a' });
    const other = await queueRun(db, { seed: 3, label: 'c', experiment: 'other' });
    const ids = async (params: Parameters<typeof listRuns>[1]) => (await listRuns(db, params)).map((run) => run.id);
    expect(await ids({})).toEqual([other.id, second.id, first.id]);
    expect(await ids({ experimentId: first.experimentId })).toEqual([second.id, first.id]);
    expect(await ids({ sort: { by: 'label', descending: false } })).toEqual([second.id, first.id, other.id]);
    expect(await ids({ limit: 1, offset: 1 })).toEqual([second.id]);
    await finishJob(db, await claimRun(db, 'w'), { status: 'succeeded' });
    expect(await ids({ statuses: ['succeeded'] })).toEqual([first.id]);
    expect(await ids({ sort: { by: 'endedAt', descending: true }, limit: 1 })).toEqual([first.id]);
    expect(await countRuns(db, { statuses: ['queued'] })).toBe(2);
    expect(await ids({ ids: [] })).toEqual([]);
  });
});

describe('findReusableRun', () => {
  it('prefers one that has succeeded on this engine, and never one that failed', async () => {
    const failed = await queueRun(db);
    await finishJob(db, await claimRun(db, 'w'), { status: 'failed', reason: 'x', isRetryable: false });
    const same = { configDigest: failed.configDigest, seed: 0, datasetDigest: failed.datasetDigest };
    expect(await findReusableRun(db, same)).toBeUndefined();
    const done = await queueRun(db);
    await setRunRecord(db, { run: done.id, record: { ...record, engine: 'one' } });
    await finishJob(db, await claimRun(db, 'w'), { status: 'succeeded' });
    const waiting = await queueRun(db);
    expect((await findReusableRun(db, same))?.id).toBe(done.id);
    expect((await findReusableRun(db, { ...same, engine: 'one' }))?.id).toBe(done.id);
    expect((await findReusableRun(db, { ...same, engine: 'two' }))?.id).toBe(waiting.id);
    const { job } = await claimRun(db, 'w');
    await requestCancel(db, { job, reason: 'x' });
    expect(await findReusableRun(db, { ...same, engine: 'two' })).toBeUndefined();
    expect(await findReusableRun(db, { ...same, seed: 1 })).toBeUndefined();
    expect(await findReusableRun(db, { ...same, datasetDigest: 'e'.repeat(64) })).toBeUndefined();
  });
});

describe('experiments', () => {
  it('are made once by many at once, found by name or id, and counted', async () => {
    const made = await Promise.all(
      Array.from({ length: 5 }, () => ensureExperiment(db, { name: 'boards', question: 'Which?', createdBy: 't' })),
    );
    expect(new Set(made.map((experiment) => experiment.id)).size).toBe(1);
    expect(await db.$count(experiments)).toBe(1);
    expect((await findExperiment(db, 'boards')).question).toBe('Which?');
    expect((await findExperiment(db, made[0]?.id ?? '')).name).toBe('boards');
    await expect(findExperiment(db, 'board')).rejects.toThrow('did you mean "boards"?');
    await queueRun(db, { seed: 1 });
    await queueRun(db, { seed: 2 });
    await claimRun(db, 'w');
    const listed = await listExperiments(db);
    expect(listed.map(({ name, runs: total, statuses }) => [name, total, statuses])).toEqual([
      ['fixture', 2, { running: 1, queued: 1 }],
      ['boards', 0, {}],
    ]);
    expect(listed[0]?.lastQueuedAt).toBeInstanceOf(Date);
  });
});
