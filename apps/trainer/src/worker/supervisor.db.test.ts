import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { configDigestInput, HEARTBEAT_SECONDS, isFinal, RunConfig } from '@assay/contracts';
import {
  enqueueJob,
  ensureExperiment,
  findJob,
  getRun,
  insertRun,
  listAttempts,
  listRunArtifacts,
  listRunEvents,
  listWorkers,
  metricCurve,
  requestCancel,
} from '@assay/store';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTaskFixture, type TaskFixture } from '../tasks/testing/taskFixture';
import { runWorker } from './supervisor';

// Each child loads the native engine, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const database = await createTestDatabase();
const { db } = database;
let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture();
});
afterAll(async () => {
  await database.drop();
  await fixture.remove();
});

const PRETRAIN = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  method: { kind: 'simclr', projector: [8] },
  augment: { crop: {} },
  batchSize: 4,
  checkpoint: { everyEpochs: 1 },
};

async function queue(config: unknown, dependsOn?: string): Promise<{ run: string; job: string }> {
  const parsed = RunConfig.parse(config);
  const { id: experimentId } = await ensureExperiment(db, { name: 'worker', createdBy: 'tester' });
  const run = await insertRun(db, {
    experimentId,
    label: 'worker',
    task: parsed.task,
    seed: parsed.seed,
    config: parsed,
    configDigest: createHash('sha256').update(configDigestInput(parsed)).digest('hex'),
    datasetName: 'spots',
    datasetVersion: 1,
    datasetDigest: fixture.datasetDigest,
    createdBy: 'tester',
    ...(dependsOn ? { dependsOn } : {}),
  });
  const job = await enqueueJob(db, { payload: { kind: 'run', run: run.id }, createdBy: 'tester' });
  return { run: run.id, job: job.id };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

function startWorker(options: { memoryBytesMax?: number; once?: boolean } = {}) {
  const stop = new AbortController();
  const lines: string[] = [];
  const working = runWorker({
    databaseUrl: database.url,
    artifactsUrl: fixture.artifactsUrl,
    home: fixture.folder,
    threads: 1,
    concurrency: 1,
    once: options.once ?? false,
    signal: stop.signal,
    log: (line) => void lines.push(line),
    engine: 'test',
    ...(options.memoryBytesMax === undefined ? {} : { memoryBytesMax: options.memoryBytesMax }),
  });
  const end = async () => {
    stop.abort();
    await working;
  };
  stops.push(end);
  return { lines, working, stop: end };
}

/** Lets the native addon of all runs' processes from now on misbehave. */
function sabotage(kind: string | undefined): void {
  const module = new URL('./testing/sabotage.mjs', import.meta.url).href;
  if (kind) Object.assign(process.env, { NODE_OPTIONS: `--import ${module}`, ASSAY_TEST_SABOTAGE: kind });
  else for (const name of ['NODE_OPTIONS', 'ASSAY_TEST_SABOTAGE']) Reflect.deleteProperty(process.env, name);
}

async function until<T>(what: string, look: () => Promise<T | undefined | false>, seconds = 120): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await sleep(50);
  }
}

const stepsOf = async (run: string) => (await metricCurve(db, { run, key: 'train/loss' })).map(({ step }) => step);
const ended = (run: string) =>
  until(`the end of ${run}`, async () => {
    const row = await getRun(db, run);
    return row && isFinal(row.status) ? row : undefined;
  });
const weightsOf = async (run: string) => (await listRunArtifacts(db, { run, kind: 'weights' }))[0]?.digest;

/** The child that executes a run, by its place in the process table: it is this process's only fork. */
async function childOf(): Promise<number> {
  const { execFileSync } = await import('node:child_process');
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().split('\n');
  const row = rows
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, ...command]) => {
      return parent === String(process.pid) && command.join(' ').includes('worker/child.ts');
    });
  if (!row?.[0]) throw new Error('no child is running');
  return Number(row[0]);
}

describe('a worker', () => {
  it('executes a run in a child, records where it ran, and ends when nothing is left', async () => {
    const { run } = await queue({ ...PRETRAIN, epochs: 2 });
    const worker = startWorker({ once: true });
    await worker.working;
    const row = await getRun(db, run);
    expect(row).toMatchObject({ status: 'succeeded', attempt: 1 });
    expect(row?.record?.engine).toMatch(/^tensorflow .* threads=1$/);
    expect(row?.record?.node).toBe(process.version);
    expect(await stepsOf(run)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(row?.progress).toMatchObject({ done: 8, total: 8, unit: 'step' });
    expect(await weightsOf(run)).toMatch(/^[0-9a-f]{64}$/);
    expect(await listWorkers(db)).toEqual([]);
  });

  it('hands a run the tokenizer that it waited for', async () => {
    const backbone = { kind: 'vit', patch: 8, width: 24, depth: 1, heads: 3 };
    const dvae = await queue({ ...PRETRAIN, epochs: 1, method: { kind: 'dvae', codes: 8 } });
    const tokenizer = { kind: 'run', id: dvae.run };
    const beit = await queue({ ...PRETRAIN, backbone, epochs: 1, method: { kind: 'beit', tokenizer } }, dvae.run);
    await startWorker({ once: true }).working;
    expect((await getRun(db, beit.run))?.status).toBe('succeeded');
    const events = await listRunEvents(db, { run: beit.run });
    const weights = await weightsOf(dvae.run);
    expect(JSON.stringify(events)).toContain(`builds on the weights ${weights?.slice(0, 12)}`);
  });

  it('goes on after a kill -9 of the child, to the same weights', async () => {
    const config = { ...PRETRAIN, epochs: 14 };
    const [whole, killed] = [await queue(config), await queue(config)];
    const worker = startWorker();
    await ended(whole.run);
    await until('a checkpoint', async () => {
      const stored = await listRunArtifacts(db, { run: killed.run, kind: 'checkpoint' });
      return stored.some(({ step }) => step >= 8);
    });
    process.kill(await childOf(), 'SIGKILL');
    const row = await ended(killed.run);
    await worker.stop();
    expect(row).toMatchObject({ status: 'succeeded', attempt: 2 });
    const [first, second] = await listAttempts(db, killed.run);
    expect(first?.status).toBe('failed');
    expect(first?.reason).toMatch(/ended by SIGKILL/);
    expect(second?.resumedStep).toBeGreaterThanOrEqual(8);
    expect(await weightsOf(killed.run)).toBe(await weightsOf(whole.run));
    expect(await stepsOf(killed.run)).toEqual(await stepsOf(whole.run));
  });

  it('stops a run within five seconds of a cancel', async () => {
    const { run, job } = await queue({ ...PRETRAIN, epochs: 5000 });
    const worker = startWorker();
    await until('steps', async () => (await stepsOf(run)).length > 3);
    const askedAt = performance.now();
    await requestCancel(db, { job, reason: 'cancelled by tester' });
    const row = await ended(run);
    expect(performance.now() - askedAt).toBeLessThan(5000);
    expect(row).toMatchObject({ status: 'cancelled', statusReason: 'cancelled by tester' });
    await worker.stop();
  });

  it('gives a run back at a checkpoint when it stops, and another goes on from there', async () => {
    const { run, job } = await queue({ ...PRETRAIN, epochs: 30, checkpoint: { everyEpochs: 1000 } });
    const first = startWorker();
    await until('steps', async () => (await stepsOf(run)).length > 5);
    await first.stop();
    expect(await findJob(db, job)).toMatchObject({ status: 'queued', failures: 0 });
    const [checkpoint] = await listRunArtifacts(db, { run, kind: 'checkpoint' });
    expect(checkpoint?.step).toBeGreaterThan(5);
    const second = startWorker({ once: true });
    await second.working;
    expect(await getRun(db, run)).toMatchObject({ status: 'succeeded', attempt: 2 });
    const attempts = await listAttempts(db, run);
    expect(attempts.map(({ status }) => status)).toEqual(['released', 'succeeded']);
    expect(attempts[1]?.resumedStep).toBe(checkpoint?.step);
    expect((await stepsOf(run)).length).toBe(120);
  });

  it.each([
    ['a segmentation fault', 'segmentationFault', /SIGSEGV \(segmentation fault in native code\)/, 3],
    ['native code that aborts', 'abort', /SIGABRT \(aborted by native code/, 3],
    ['a call that the addon refuses', 'wrongSession', /TensorFlow could not run the program: .*SavedModel/, 1],
  ])('loses to %s that run alone, says so, and takes the next', async (_, kind, reason, attempts) => {
    const broken = await queue({ ...PRETRAIN, epochs: 40 });
    sabotage(kind);
    const worker = startWorker();
    const row = await ended(broken.run);
    sabotage(undefined);
    const next = await queue({ ...PRETRAIN, epochs: 1 });
    expect(await ended(next.run)).toMatchObject({ status: 'succeeded', attempt: 1 });
    await worker.stop();
    expect(row).toMatchObject({ status: 'failed', attempt: attempts });
    expect(row.statusReason).toMatch(reason);
  });

  it('stays alive and cancels in time while a step takes minutes', async () => {
    const { run, job } = await queue({ ...PRETRAIN, epochs: 5000 });
    sabotage('sleep');
    const worker = startWorker();
    await until('steps', async () => (await stepsOf(run)).length > 0);
    await sleep(1000); // the step that never ends has begun
    const leases = new Set<number | undefined>();
    const beats = new Set<number | undefined>();
    const seen = (await stepsOf(run)).length;
    for (const until = performance.now() + 5 * HEARTBEAT_SECONDS * 1000; performance.now() < until; ) {
      leases.add((await findJob(db, job))?.leaseUntil?.getTime());
      beats.add((await listWorkers(db))[0]?.lastSeen.getTime());
      await sleep(200);
    }
    expect(leases.size).toBeGreaterThan(2);
    expect(beats.size).toBeGreaterThan(2);
    expect((await stepsOf(run)).length).toBe(seen);
    const askedAt = performance.now();
    await requestCancel(db, { job, reason: 'cancelled by tester' });
    expect(await ended(run)).toMatchObject({ status: 'cancelled', attempt: 1 });
    expect(performance.now() - askedAt).toBeLessThan(5000);
    sabotage(undefined);
    await worker.stop();
  });

  it('fails a run that takes too much memory, and one whose input is refused, at once and with the reason', async () => {
    // Executed, since a compiled one is refused by its estimate before it takes anything.
    const large = await queue({ ...PRETRAIN, epochs: 5000, engine: 'eager' });
    const worker = startWorker({ memoryBytesMax: 50 * 2 ** 20 });
    const row = await ended(large.run);
    await worker.stop();
    expect(row.status).toBe('failed');
    expect(row.statusReason).toMatch(/^out of memory: .* of 50 MB/);

    const refused = await queue({ ...PRETRAIN, batchSize: 4096 });
    const other = startWorker({ once: true });
    await other.working;
    expect(await getRun(db, refused.run)).toMatchObject({ status: 'failed', attempt: 1 });
    const events = await listRunEvents(db, { run: refused.run, kinds: ['status'] });
    const last = events.at(-1)?.event;
    expect(last?.kind === 'status' && last.reason).toMatch(/batchSize: 4096/);
  });

  it('imports a folder that the queue asks for, and answers with the report', async () => {
    const folder = join(fixture.folder, 'pictures');
    for (const item of fixture.manifest.items.filter(({ split }) => split === 'test')) {
      const path = join(folder, item.path.slice('test/'.length));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await fixture.artifacts.read(item.picture));
    }
    const payload = { kind: 'dataset.import', format: 'auto' } as const;
    const job = await enqueueJob(db, { payload: { ...payload, path: folder, name: 'queued' }, createdBy: 'tester' });
    const bad = await enqueueJob(db, { payload: { ...payload, path: '/nowhere', name: 'bad' }, createdBy: 'tester' });
    await startWorker({ once: true }).working;
    const row = await findJob(db, job.id);
    expect(row).toMatchObject({ status: 'succeeded', result: { name: 'queued', version: 1, items: 8 } });
    expect(await findJob(db, bad.id)).toMatchObject({ status: 'failed', attempt: 1 });
  });
});
