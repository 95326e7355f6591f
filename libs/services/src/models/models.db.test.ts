import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { home } from '../overview/home';
import { queueRuns } from '../runs/queueRuns';
import { classicalConfig, createTestContext, publishLabelled, workAll } from '../testing/fixtures';
import { modelHistory } from './modelHistory';
import { listModels, resolveModel, showModel } from './models';
import { checkPromotion, promoteModel, rollbackModel } from './promoteModel';
import { registerModel } from './registerModel';

const database = await createTestDatabase();
afterAll(database.drop);
const ctx = createTestContext(database.db);
const ACCURACY = [0.8, 0.9, 0.7];
const runs: string[] = [];

async function queueAndWork(
  seeds: number[],
  figures: (seed: number) => Record<string, number> | null,
): Promise<string[]> {
  const queued = await queueRuns(ctx, { config: classicalConfig, experiment: 'e', label: 'hog', seeds });
  await workAll(ctx, ({ seed }) => {
    const found = figures(seed);
    return found && { figures: found };
  });
  return queued.runs;
}

beforeAll(async () => {
  await publishLabelled(ctx);
  runs.push(...(await queueAndWork([0, 1, 2], (seed) => ({ 'test/accuracy': ACCURACY[seed] ?? 0 }))));
  for (const run of runs) await registerModel(ctx, { run, name: 'boards' });
});

const promote = (version: number, reason = 'because') =>
  promoteModel(ctx, { name: 'boards', version, to: 'production', reason });
const live = async () => (await showModel(ctx, 'boards')).live?.version;

describe('registerModel', () => {
  it('counts versions and gives the same run its version again', async () => {
    const run = runs[1]?.slice(0, 7) ?? '';
    expect(await registerModel(ctx, { run, name: 'boards' })).toMatchObject({ version: 2, isNew: false });
    const both = await Promise.all([0, 1].map(() => registerModel(ctx, { run, name: 'other' })));
    expect(both.map(({ version }) => version)).toEqual([1, 1]);
  });

  it('refuses runs without a model', async () => {
    const [failed = ''] = await queueAndWork([7], () => null);
    await expect(registerModel(ctx, { run: failed, name: 'boards' })).rejects.toThrow(/it is failed/);
    await expect(registerModel(ctx, { run: 'zzzzzz', name: 'boards' })).rejects.toThrow(/there is no run "zzzzzz"/);
    await expect(registerModel(ctx, { run: runs[0] ?? '', name: 'a b' })).rejects.toThrow(/--name/);
    const backbone = { kind: 'resnet', depth: 10 };
    const pretraining = { task: 'pretrain', dataset: { name: 'parts' }, backbone, method: { kind: 'simclr' } };
    const [id = ''] = (await queueRuns(ctx, { config: pretraining })).runs;
    await workAll(ctx, () => ({ figures: { 'train/loss': 1 } }));
    await expect(registerModel(ctx, { run: id, name: 'boards' })).rejects.toThrow(/fine-tune from it/);
  });
});

describe('promotion and rollback', () => {
  const before = new Date();

  it('refuses an empty reason, unknown things, and what was never live', async () => {
    await expect(promote(1, ' ')).rejects.toThrow(/--reason: empty/);
    await expect(promote(9)).rejects.toThrow(/has no version 9/);
    await expect(promoteModel(ctx, { name: 'bords', version: 1, reason: 'x' })).rejects.toThrow(/"boards"/);
    const to = 'producton';
    await expect(promoteModel(ctx, { name: 'boards', version: 1, to, reason: 'x' })).rejects.toThrow(/"production"/);
    await expect(rollbackModel(ctx, { name: 'boards', reason: 'x' })).rejects.toThrow(/nothing is in production/);
    await expect(resolveModel(ctx, 'boards')).rejects.toThrow(/nothing of "boards" is in production/);
  });

  it('stores who, why and on what evidence', async () => {
    const { event, evidence } = await promote(1, ' first one ');
    expect(event).toMatchObject({ kind: 'promote', from: null, to: 1, actor: 'tester', reason: 'first one' });
    expect(evidence).toMatchObject({ run: runs[0], metric: 'test/accuracy', value: 0.8, comparedWith: null });
    expect(evidence.conditions.every(({ ok }) => ok)).toBe(true);
    expect(await live()).toBe(1);
  });

  it('compares with what is live and refuses a worse one by name', async () => {
    expect((await promote(2)).evidence.comparedWith).toEqual({ version: 1, value: 0.8 });
    await expect(promote(3)).rejects.toThrow(/condition "not worse than live" fails: test\/accuracy is 0.7, .*0.9/);
    await expect(promote(2)).rejects.toThrow(/condition "not live already" fails/);
    const gate = await checkPromotion(ctx, { name: 'boards', version: 3 });
    expect(gate.isOpen).toBe(false);
    expect(await live()).toBe(2);
  });

  it('refuses a figure that was not measured, or not on test pictures', async () => {
    const request = { name: 'boards', version: 1, reason: 'x' };
    await expect(promoteModel(ctx, { ...request, metric: 'test/f1/macro' })).rejects.toThrow(/"figure measured" fails/);
    await expect(promoteModel(ctx, { ...request, metric: 'train/loss' })).rejects.toThrow(/"test figure" fails/);
  });

  it('rolls back to what was live before, and says when there is nothing left', async () => {
    const { event } = await rollbackModel(ctx, { name: 'boards', reason: 'odd answers' });
    expect(event).toMatchObject({ kind: 'rollback', from: 2, to: 1, reason: 'odd answers' });
    expect(await live()).toBe(1);
    await expect(rollbackModel(ctx, { name: 'boards', reason: 'again' })).rejects.toThrow(
      /no version was in production/,
    );
  });

  it('keeps the history and knows what was live at a time', async () => {
    const history = await modelHistory(ctx, { name: 'boards' });
    expect(history.events.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['promote 1', 'promote 2', 'rollback 1']);
    expect(history.live.production).toMatchObject({ version: 1, actor: 'tester', reason: 'odd answers' });
    const second = history.events[1]?.at ?? new Date(0);
    expect((await modelHistory(ctx, { name: 'boards', at: second })).live.production?.version).toBe(2);
    expect((await modelHistory(ctx, { name: 'boards', at: before.toISOString() })).live).toEqual({});
    await expect(modelHistory(ctx, { name: 'boards', at: 'yesterday-ish' })).rejects.toThrow(/is no time/);
  });

  it('judges the second of two promotions at once against the first', async () => {
    const settled = await Promise.allSettled([promote(2), promote(3)]);
    const events = (await modelHistory(ctx, { name: 'boards' })).events.slice(3);
    expect(settled[0]?.status).toBe('fulfilled');
    // Version 3 is worse than version 1 and than version 2, so it is refused in either order.
    expect(settled[1]?.status).toBe('rejected');
    expect(events.map(({ from, to }) => [from, to])).toEqual([[1, 2]]);
    const twice = await Promise.allSettled([
      promoteModel(ctx, { name: 'boards', version: 1, to: 'candidate', reason: 'a' }),
      promoteModel(ctx, { name: 'boards', version: 1, to: 'candidate', reason: 'b' }),
    ]);
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('holds models against each other however they were fitted', async () => {
    const probe = { kind: 'knn', k: 20 };
    const protocol = { name: 'classification', parameters: { resize: 'stretch', probe } };
    const { runs: queued } = await queueRuns(ctx, { config: classicalConfig, experiment: 'probed', seeds: [0] });
    await workAll(ctx, () => ({ figures: { 'test/accuracy': 0.2 }, protocol }));
    await promoteModel(ctx, { name: 'other', version: 1, to: 'production', reason: 'the first' });
    const { version } = await registerModel(ctx, { run: queued[0] ?? '', name: 'other' });
    const worse = promoteModel(ctx, { name: 'other', version, to: 'production', reason: 'x' });
    await expect(worse).rejects.toThrow(/condition "not worse than live" fails: test\/accuracy is 0.2/);
  });

  it('does not hold a figure of other test pictures against a model', async () => {
    await publishLabelled(ctx, 'parts', 'new pictures');
    const [run = ''] = await queueAndWork([0], () => ({ 'test/accuracy': 0.1 }));
    const { version } = await registerModel(ctx, { run, name: 'boards' });
    const { evidence } = await promote(version);
    expect(evidence.conditions.find(({ name }) => name === 'not worse than live')?.detail).toMatch(
      /other test pictures/,
    );
  });
});

describe('looking at models', () => {
  it('resolves by alias, version and default', async () => {
    expect(await resolveModel(ctx, 'boards')).toMatchObject({ version: 4, alias: 'production' });
    expect(await resolveModel(ctx, 'boards@candidate')).toMatchObject({ version: 1, alias: 'candidate' });
    const second = await resolveModel(ctx, 'boards@2');
    expect(second).toMatchObject({ version: 2, alias: null, run: runs[1], bundle: { task: 'classical' } });
    await expect(resolveModel(ctx, 'boards@7')).rejects.toThrow(/has no version 7/);
    await expect(resolveModel(ctx, 'boards@')).rejects.toThrow(/NAME@VERSION/);
    await expect(resolveModel(ctx, 'board')).rejects.toThrow(/did you mean "boards"/);
  });

  it('lists models with what is live, and the start page shows it', async () => {
    const models = await listModels(ctx);
    expect(models.map(({ name, versions }) => [name, versions])).toEqual([
      ['boards', 4],
      ['other', 2],
    ]);
    const { live: shown, experiments, running } = await home(ctx);
    expect(shown.map(({ name, alias, version }) => [name, alias, version.version])).toEqual([
      ['boards', 'production', 4],
      ['boards', 'candidate', 1],
      ['other', 'production', 1],
    ]);
    expect(experiments.map(({ name }) => name)).toContain('e');
    expect(running).toEqual([]);
  });
});
