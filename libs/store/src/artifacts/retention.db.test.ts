import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '@assay/contracts';
import { afterAll, expect, it } from 'vitest';
import { isArtifactReferenced } from '../queries/artifactReferences';
import { appendRunEvents } from '../queue/appendRunEvents';
import type { RunLease } from '../queue/lease';
import { createTestDatabase } from '../testing/createTestDatabase';
import { claimRun, queueRun } from '../testing/fixtures';
import { openFileStore } from './fileStore';

const database = await createTestDatabase();
const { db } = database;
const root = mkdtempSync(join(tmpdir(), 'assay-retention-'));
const store = openFileStore(root);
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await database.drop();
});

/** Stores a checkpoint of a run, which keeps one. */
async function checkpoint(lease: RunLease, step: number, text: string): Promise<string> {
  const { digest, bytes } = await store.put(Buffer.from(text));
  const event: RunEvent = {
    kind: 'artifact',
    artifact: 'checkpoint',
    name: 'checkpoint',
    digest,
    bytes,
    step,
    keep: 1,
  };
  await appendRunEvents(db, lease, [event], { discard: (old) => store.discard(old) });
  return digest;
}

/** As if a day had passed. */
function wait(): void {
  const before = new Date(Date.now() - 86_400_000);
  for (const mark of readdirSync(join(root, 'discarded'))) {
    for (const file of [join(root, 'discarded', mark), store.path(mark) ?? '']) utimesSync(file, before, before);
  }
}

const sweep = () => store.sweep({ isNeeded: (digest) => isArtifactReferenced(db, digest) });

it('removes a checkpoint that two runs share when neither keeps it, and not before', async () => {
  await queueRun(db);
  const first = await claimRun(db, 'a');
  await queueRun(db);
  const second = await claimRun(db, 'b');
  const shared = await checkpoint(first, 1, 'the same weights');
  expect(await checkpoint(second, 1, 'the same weights')).toBe(shared);

  await checkpoint(first, 2, 'weights of the first');
  wait();
  expect((await sweep()).removed).toBe(0);
  expect(await store.has(shared)).toBe(true);

  const newest = await checkpoint(second, 2, 'weights of the second');
  expect((await sweep()).removed).toBe(0);
  wait();
  expect((await sweep()).removed).toBe(1);
  expect(await store.has(shared)).toBe(false);
  expect(await store.has(newest)).toBe(true);
});

it('keeps a blob that a run stores again after another has dropped it', async () => {
  await queueRun(db);
  const first = await claimRun(db, 'c');
  await queueRun(db);
  const second = await claimRun(db, 'd');
  const digest = await checkpoint(first, 1, 'weights that come back');
  await checkpoint(first, 2, 'others');
  wait();
  // Stored, and not yet named in the database.
  await store.put(Buffer.from('weights that come back'));
  expect((await sweep()).removed).toBe(0);
  await checkpoint(second, 1, 'weights that come back');
  wait();
  expect((await sweep()).removed).toBe(0);
  await store.verify(digest);
});
