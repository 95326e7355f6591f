import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../testing/createTestDatabase';
import { makeRun } from '../testing/fixtures';
import { listAudit, recordAudit } from './audit';
import {
  ensureModel,
  findModel,
  getModelVersion,
  insertModelVersion,
  listModels,
  listModelVersionsOfRun,
  lockModel,
} from './models';
import { getAlias, listPromotions, listRecentPromotions, moveAlias } from './promotions';
import { listWorkers, removeWorker, reportWorker } from './workers';

const database = await createTestDatabase();
const { db } = database;
afterAll(database.drop);

describe('models', () => {
  it('count versions without gaps or doubles when many register at once', async () => {
    const run = await makeRun(db);
    const { id: modelId } = await ensureModel(db, { name: 'boards', createdBy: 't' });
    const register = () =>
      db.transaction(async (tx) => {
        await lockModel(tx, modelId);
        return insertModelVersion(tx, {
          modelId,
          runId: run.id,
          bundleDigest: 'b'.repeat(64),
          metrics: { 'test/accuracy': 0.9 },
          createdBy: 't',
        });
      });
    const made = await Promise.all(Array.from({ length: 6 }, register));
    expect(made.map((version) => version.version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await getModelVersion(db, { modelId, version: 6 }))?.metrics).toEqual({ 'test/accuracy': 0.9 });
    expect((await listModelVersionsOfRun(db, run.id)).map((version) => version.name)).toEqual(Array(6).fill('boards'));
    await expect(findModel(db, 'bords')).rejects.toThrow('did you mean "boards"?');
  });

  it('move an alias and remember each move in order', async () => {
    const { id: modelId } = await findModel(db, 'boards');
    const move = { modelId, alias: 'production', actor: 'ann', evidence: null } as const;
    const first = await moveAlias(db, { ...move, kind: 'promote', toVersion: 1, reason: 'first' });
    await moveAlias(db, { ...move, kind: 'promote', toVersion: 2, reason: 'better' });
    const back = await moveAlias(db, { ...move, kind: 'rollback', toVersion: 1, reason: 'false alarms' });
    expect([first.fromVersion, back.fromVersion]).toEqual([null, 2]);
    expect((await getAlias(db, { modelId, alias: 'production' }))?.version).toBe(1);
    const events = await listPromotions(db, { modelId });
    expect(events.map((event) => [event.kind, event.toVersion, event.reason])).toEqual([
      ['promote', 1, 'first'],
      ['promote', 2, 'better'],
      ['rollback', 1, 'false alarms'],
    ]);
    expect(await listPromotions(db, { modelId, until: first.at })).toHaveLength(1);
    expect((await listRecentPromotions(db, { limit: 1 }))[0]?.kind).toBe('rollback');
    await expect(moveAlias(db, { ...move, kind: 'promote', toVersion: 99, reason: 'x' })).rejects.toThrow();
    const [model] = await listModels(db, { name: 'boards' });
    expect([model?.versions[0]?.version, model?.aliases.map((alias) => alias.version)]).toEqual([6, [1]]);
  });
});

describe('workers', () => {
  it('are seen while they report, with the silence measured by the database', async () => {
    const worker = { id: 'w1', host: 'h', pid: 1, engine: 'e', threads: 2, currentJob: null };
    await reportWorker(db, worker);
    await reportWorker(db, { ...worker, currentJob: 'j' });
    const [seen, ...others] = await listWorkers(db);
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ id: 'w1', currentJob: 'j' });
    expect(seen?.silentSeconds).toBeGreaterThanOrEqual(0);
    expect(seen?.silentSeconds).toBeLessThan(5);
    await removeWorker(db, 'w1');
    expect(await listWorkers(db)).toEqual([]);
  });
});

describe('audit', () => {
  it('lists the newest first, of one subject or all', async () => {
    await recordAudit(db, { actor: 'ann', action: 'run.cancel', subject: 'run:a' });
    await recordAudit(db, { actor: 'bob', action: 'model.promote', subject: 'model:b', detail: { to: 2 } });
    expect((await listAudit(db)).map((entry) => entry.actor)).toEqual(['bob', 'ann']);
    expect((await listAudit(db, { subject: 'model:b' }))[0]).toMatchObject({
      action: 'model.promote',
      detail: { to: 2 },
    });
  });
});
