import { holm, pairedTTest, welchTest } from '@assay/metrics';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRuns } from '../runs/listRuns';
import { queueRuns } from '../runs/queueRuns';
import { classicalConfig, createTestContext, publishLabelled, workAll } from '../testing/fixtures';
import { compareExperiment } from './compareExperiment';

const database = await createTestDatabase();
afterAll(database.drop);
const ctx = createTestContext(database.db);
const VALUES: Record<string, number[]> = { strong: [0.9, 0.92, 0.91], weak: [0.7, 0.74, 0.78], short: [0.5, 0.6] };

beforeAll(async () => {
  await publishLabelled(ctx);
  const learner = { kind: 'linearSvm', c: 1 };
  const config = { ...classicalConfig, learner };
  await queueRuns(ctx, { config: classicalConfig, experiment: 'e', label: 'strong', seeds: [0, 1, 2] });
  await queueRuns(ctx, { config, experiment: 'e', label: 'weak', seeds: [0, 1, 2] });
  await queueRuns(ctx, { config, experiment: 'e', label: 'short', seeds: [0, 1] });
  await workAll(ctx, ({ label, seed }) => ({ figures: { 'test/accuracy': VALUES[label]?.[seed] ?? 0 } }));
});

describe('compareExperiment', () => {
  it('gives means, intervals and the test of each pair, and null below three seeds', async () => {
    const { groups, differences } = await compareExperiment(ctx, { experiment: 'e', metric: 'test/accuracy' });
    expect(groups.map(({ key, n }) => [key, n])).toEqual([
      ['strong', 3],
      ['weak', 3],
      ['short', 2],
    ]);
    expect(groups[0]?.mean).toBeCloseTo(0.91, 12);
    expect(groups[0]?.values.map(({ seed, value }) => [seed, value])).toEqual([
      [0, 0.9],
      [1, 0.92],
      [2, 0.91],
    ]);
    expect(groups[2]).toMatchObject({ low: null, high: null });
    expect(groups[2]?.std).toBeCloseTo(0.0707106781, 9);
    const expected = welchTest(VALUES.strong ?? [], VALUES.weak ?? []);
    expect(differences[0]).toMatchObject({ a: 'strong', b: 'weak', test: 'welch', p: expected?.p, low: expected?.low });
    expect(differences[1]).toMatchObject({ a: 'strong', b: 'short', p: null, low: null, high: null });
    expect(differences[1]?.difference).toBeCloseTo(0.36, 12);
  });

  it('corrects for the number of comparisons, pairs by seed and says in words what may be said', async () => {
    const query = { experiment: 'e', metric: 'test/accuracy' };
    const { differences } = await compareExperiment(ctx, query);
    const [strongWeak, strongShort] = differences;
    // One test of three pairs is possible, so there is nothing to correct.
    expect(strongWeak?.pAdjusted).toBe(strongWeak?.p);
    expect(strongWeak?.says).toContain('strong is higher than weak by 0.17');
    expect(strongWeak?.says).toContain('not of other test pictures');
    const [strong, weak] = [VALUES.strong ?? [], VALUES.weak ?? []];
    const paired = pairedTTest(strong, weak);
    expect(strongWeak?.paired).toMatchObject({ seeds: [0, 1, 2], tTest: { p: paired.p, low: paired.low } });
    expect(strongWeak?.paired?.wilcoxon.says).toContain('p cannot fall below 0.25');
    expect(strongWeak?.sampleSize?.more).toBe(0);
    expect(strongWeak?.equivalence).toBeNull();
    expect(strongShort).toMatchObject({ pAdjusted: null, paired: null, sampleSize: null });
    expect(strongShort?.says).toContain('a test needs 3 seeds a group and short has 2');
  });

  it('tests equivalence within the margin that was asked for', async () => {
    const query = { experiment: 'e', metric: 'test/accuracy', baseline: 'weak' };
    const within = async (margin: number) => (await compareExperiment(ctx, { ...query, margin })).differences[0];
    expect((await within(0.4))?.equivalence).toMatchObject({ margin: 0.4, isEquivalent: true });
    expect((await within(0.05))?.equivalence).toMatchObject({ isEquivalent: false });
    await expect(within(0)).rejects.toThrow(/--margin.*above 0/);
  });

  it('shows what the configs differ in and warns of few and different seeds', async () => {
    const comparison = await compareExperiment(ctx, { experiment: 'e', metric: 'test/accuracy' });
    expect(comparison.configDifferences).toEqual([
      { path: 'learner.c', values: { strong: '0.1', weak: '1', short: '1' } },
    ]);
    expect(comparison.warnings).toEqual([
      'fewer than 3 seeds, so no interval and no test: short (2)',
      'the groups have different seeds',
    ]);
  });

  it('groups by a config path, and holds all against a baseline', async () => {
    const query = { experiment: 'e', metric: 'test/accuracy' };
    const { groups, warnings } = await compareExperiment(ctx, { ...query, by: 'learner.c' });
    expect(groups.map(({ key, n }) => [key, n])).toEqual([
      ['0.1', 3],
      ['1', 5],
    ]);
    expect(warnings).toContain('the groups have different seeds');
    const { differences } = await compareExperiment(ctx, { ...query, baseline: 'weak' });
    expect(differences.map(({ a, b }) => `${a}-${b}`)).toEqual(['strong-weak', 'short-weak']);
  });

  it('says when figures are of other test pictures and when runs are missing', async () => {
    await queueRuns(ctx, { config: classicalConfig, experiment: 'mixed', label: 'old', seeds: [0] });
    await publishLabelled(ctx, 'parts', 'new pictures');
    await queueRuns(ctx, { config: classicalConfig, experiment: 'mixed', label: 'new', seeds: [0, 1] });
    await workAll(ctx, ({ seed }) => (seed === 1 ? null : { figures: { 'test/accuracy': 0.5 } }));
    await queueRuns(ctx, { config: classicalConfig, experiment: 'mixed', label: 'new', seeds: [2] });
    const { warnings } = await compareExperiment(ctx, { experiment: 'mixed', metric: 'test/accuracy' });
    expect(warnings).toContain('not comparable: the figures come from 2 different versions of the test pictures');
    expect(warnings).toContain('1 run unfinished: new seed 2 (queued)');
    expect(warnings).toContain('1 run left out, failed or cancelled: new seed 1 (failed)');
  });

  it('corrects by Holm where several pairs have a test', async () => {
    const three: Record<string, number[]> = { a: [0.9, 0.92, 0.91], b: [0.8, 0.84, 0.88], c: [0.8, 0.79, 0.86] };
    for (const [i, label] of Object.keys(three).entries()) {
      const config = { ...classicalConfig, learner: { kind: 'linearSvm' as const, c: i + 2 } };
      await queueRuns(ctx, { config, experiment: 'three', label, seeds: [0, 1, 2] });
    }
    await workAll(ctx, ({ label, seed }) => ({ figures: { 'test/accuracy': three[label]?.[seed] ?? 0 } }));
    const { differences } = await compareExperiment(ctx, { experiment: 'three', metric: 'test/accuracy' });
    expect(differences.map(({ pAdjusted }) => pAdjusted)).toEqual(holm(differences.map(({ p }) => p)));
    expect(differences[0]?.pAdjusted).toBeGreaterThan(differences[0]?.p ?? 1);
    expect(differences[0]?.says).toContain('corrected for 3 comparisons');
  });

  it('counts a repetition of one seed once', async () => {
    const twice = { config: classicalConfig, experiment: 'twice', seeds: [0] };
    await queueRuns(ctx, twice);
    await queueRuns(ctx, twice);
    await workAll(ctx, () => ({ figures: { 'test/accuracy': 0.5 } }));
    const { groups } = await compareExperiment(ctx, { experiment: 'twice', metric: 'test/accuracy' });
    expect(groups.map(({ n }) => n)).toEqual([1]);
  });

  it('names the nearest of what is not there', async () => {
    const query = { experiment: 'e', metric: 'test/accuracy' };
    await expect(compareExperiment(ctx, { ...query, metric: 'test/acuracy' })).rejects.toThrow(/"test\/accuracy"/);
    await expect(compareExperiment(ctx, { ...query, by: 'learner.d' })).rejects.toThrow(/did you mean "learner.c"/);
    await expect(compareExperiment(ctx, { ...query, baseline: 'weka' })).rejects.toThrow(/did you mean "weak"/);
    await expect(compareExperiment(ctx, { ...query, experiment: 'none such' })).rejects.toThrow(/no experiment/);
  });
});

describe('listRuns', () => {
  it('filters by figures, fields and config paths, and sorts', async () => {
    const list = async (where: string, sort?: string) =>
      (await listRuns(ctx, { experiment: 'e', where, sort })).map((run) => `${run.label} ${run.seed}`);
    expect(await list('test/accuracy>0.9', 'test/accuracy')).toEqual(['strong 2', 'strong 1']);
    expect(await list('test/accuracy>=0.7 and label=weak and seed!=1', '-seed')).toEqual(['weak 2', 'weak 0']);
    expect(await list('learner.c=1 and seed<1', 'label')).toEqual(['short 0', 'weak 0']);
    expect(await list('status="succeeded" and dataset=parts and task=classical')).toHaveLength(8);
    expect(await list('test/none>0')).toEqual([]);
    await expect(list('accuracy>0.9')).rejects.toThrow(/unknown field "accuracy"/);
    await expect(list('test/accuracy above 1')).rejects.toThrow(/is no condition/);
    await expect(listRuns(ctx, { status: 'suceeded' })).rejects.toThrow(/did you mean "succeeded"/);
  });
});
