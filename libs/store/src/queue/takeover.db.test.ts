import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { listAttempts } from '../queries/attempts';
import { metricCurve } from '../queries/metrics';
import { newestRunArtifact } from '../queries/runArtifacts';
import { getRun } from '../queries/runs';
import { createTestDatabase } from '../testing/createTestDatabase';
import { claimRun, expireLease, metric, queueRun } from '../testing/fixtures';
import { appendRunEvents } from './appendRunEvents';
import { claimJob } from './claimJob';
import { deleteAfterStep } from './deleteAfterStep';
import { finishJob } from './holdJob';

const database = await createTestDatabase();
const { db, url } = database;
afterAll(database.drop);

/** A worker that reports steps for ever, with a checkpoint every tenth. */
const WORKER = `
  import { openStore } from ${JSON.stringify(join(import.meta.dirname, '..', 'database.ts'))};
  import { claimJob } from ${JSON.stringify(join(import.meta.dirname, 'claimJob.ts'))};
  import { appendRunEvents } from ${JSON.stringify(join(import.meta.dirname, 'appendRunEvents.ts'))};
  const { db } = openStore({ databaseUrl: ${JSON.stringify(url)} });
  const { lease } = await claimJob(db, { owner: 'doomed', kinds: ['run'], leaseSeconds: 600 });
  const time = new Date().toISOString();
  for (let step = 1; ; step++) {
    const events = [{ kind: 'metric', points: [{ key: 'train/loss', step, value: 1 / step, pictures: step, time }] }];
    if (step % 10 === 0) {
      events.push({ kind: 'artifact', artifact: 'checkpoint', name: 'checkpoint', digest: 'c'.repeat(64), bytes: 1, step });
    }
    await appendRunEvents(db, lease, events);
  }`;

it('takes over from a worker that is killed -9 in the middle, at its last checkpoint', {
  timeout: 60_000,
}, async () => {
  const run = await queueRun(db);
  const worker = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', WORKER], {
    stdio: 'inherit',
  });
  try {
    const stepOf = async () => (await newestRunArtifact(db, { run: run.id, kind: 'checkpoint' }))?.step ?? 0;
    await vi.waitFor(async () => expect(await stepOf()).toBeGreaterThanOrEqual(20), { timeout: 30_000, interval: 20 });
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  } finally {
    worker.kill('SIGKILL');
  }
  const reached = (await metricCurve(db, { run: run.id, key: 'train/loss' })).length;
  const checkpoint = (await newestRunArtifact(db, { run: run.id, kind: 'checkpoint' }))?.step ?? 0;
  expect(reached).toBeGreaterThanOrEqual(checkpoint);
  expect(await claimJob(db, { owner: 'early', kinds: ['run'] })).toBeUndefined();

  const { jobId } = (await getRun(db, run.id)) ?? {};
  await expireLease(db, { job: jobId ?? '', owner: 'doomed', attempt: 1 });
  const lease = await claimRun(db, 'heir');
  await deleteAfterStep(db, lease, checkpoint);
  expect(await metricCurve(db, { run: run.id, key: 'train/loss' })).toHaveLength(checkpoint);
  await appendRunEvents(db, lease, [metric('train/loss', checkpoint + 1, 0.1)]);
  await finishJob(db, lease, { status: 'succeeded' });
  expect((await getRun(db, run.id))?.status).toBe('succeeded');
  expect(
    (await listAttempts(db, run.id)).map((attempt) => [attempt.worker, attempt.status, attempt.resumedStep]),
  ).toEqual([
    ['doomed', 'lost', null],
    ['heir', 'succeeded', checkpoint],
  ]);
});
