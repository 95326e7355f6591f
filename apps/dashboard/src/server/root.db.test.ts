import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArtifacts } from '@assay/store';
import { createTestDatabase, type TestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from './actor';
import { appRouter } from './root';
import { createCallerFactory } from './trpc';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const folder = mkdtempSync(join(tmpdir(), 'assay-dashboard-'));
afterAll(() => rmSync(folder, { recursive: true }));
const artifacts = openArtifacts(`file:${folder}`);
const as = (role: Role) =>
  createCallerFactory(appRouter)({ db: database.db, artifacts, actor: { name: 'somebody', role } });

test('an empty database answers every list', async () => {
  const viewer = as('viewer');
  expect(await viewer.runs.list({})).toEqual([]);
  expect(await viewer.models.list()).toEqual([]);
  expect(await viewer.datasets.list()).toEqual([]);
  expect(await viewer.home.show()).toMatchObject({ running: [], next: [], live: [], experiments: [] });
});

test('what is not there is the asker’s mistake, and said in words', async () => {
  await expect(as('viewer').runs.show({ run: 'abcdefghij' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringContaining('there is no run "abcdefghij"'),
  });
  await expect(as('viewer').datasets.show({ name: 'none' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(as('viewer').datasets.items({ name: 'a', limit: -1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(as('admin').models.rollback({ name: 'none', reason: 'x' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

test('each role may do what the ones before it may, and no more', async () => {
  const promotion = { name: 'boards', version: 1, reason: 'looked at' };
  await expect(as('viewer').runs.cancel({ run: 'abcdefghij' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(as('member').runs.cancel({ run: 'abcdefghij' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(as('member').models.promote(promotion)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(as('approver').models.promote(promotion)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
