import { WeightsFacts } from '@assay/contracts';
import { countRuns, findExperiment, getRun } from '@assay/store';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDatasetVersion } from '../datasets/publishDatasetVersion';
import { classicalConfig, createTestContext, labelledManifest, publishLabelled, workAll } from '../testing/fixtures';
import { registerWeights } from '../weights/weights';
import type { Setting } from './applySettings';
import { cancelRun } from './cancelRun';
import { queueRuns } from './queueRuns';
import { showRun } from './showRun';

const database = await createTestDatabase();
afterAll(database.drop);
const ctx = createTestContext(database.db);
beforeAll(async () => {
  await publishLabelled(ctx);
  const { items, ...rest } = labelledManifest('boxes');
  const unlabelled = items.map(({ label: _label, ...item }) => item);
  await publishDatasetVersion(ctx, { name: 'unlabelled', manifest: { ...rest, items: unlabelled }, format: 'x' });
  const train = items.map((item) => ({ ...item, split: 'train' as const }));
  await publishDatasetVersion(ctx, { name: 'unsplit', manifest: { ...rest, items: train }, format: 'x' });
});

const backbone = { kind: 'resnet', depth: 10, width: 8, stem: 'small' };
const pretraining = { task: 'pretrain', dataset: { name: 'parts' }, backbone, method: { kind: 'simclr' }, epochs: 1 };
const finetuning = { task: 'finetune', dataset: { name: 'parts' }, backbone, epochs: 1 };
const strategy = { ...finetuning, init: { kind: 'config', config: pretraining } };

describe('queueRuns', () => {
  it('queues a run a seed, its dataset pinned to a digest', async () => {
    const queued = await queueRuns(ctx, { config: classicalConfig, source: 'a/hog.json', seeds: [0, 1] });
    expect(queued).toMatchObject({ experiment: 'hog', pretraining: [] });
    const runs = await Promise.all(queued.runs.map((id) => getRun(ctx.db, id)));
    expect(runs.map((run) => run?.seed)).toEqual([0, 1]);
    expect(runs[0]).toMatchObject({ status: 'queued', label: 'hog', datasetName: 'parts', datasetVersion: 1 });
    expect(runs[0]?.config.dataset.version).toBe(runs[0]?.datasetDigest);
    expect(runs[0]?.configDigest).toBe(runs[1]?.configDigest);
  });

  it('queues the pretraining that a config starts from, once a seed, and shares it', async () => {
    const first = await queueRuns(ctx, { config: strategy, seeds: [0, 1], experiment: 'shared' });
    expect(new Set(first.pretraining).size).toBe(2);
    const run = await showRun(ctx, first.runs[0] ?? '');
    expect(run).toMatchObject({ status: 'waiting', dependsOn: first.pretraining[0] });
    const again = await Promise.all([
      queueRuns(ctx, { config: { ...strategy, epochs: 2 }, seeds: [0], experiment: 'shared' }),
      queueRuns(ctx, { config: { ...strategy, epochs: 3 }, seeds: [0], experiment: 'shared' }),
    ]);
    for (const { pretraining: shared } of again) expect(shared).toEqual([first.pretraining[0]]);
    const { id } = await findExperiment(ctx.db, 'shared');
    expect(await countRuns(ctx.db, { experimentId: id, tasks: ['pretrain'] })).toBe(2);

    await workAll(ctx, () => ({ figures: { 'test/accuracy': 0.9 } }));
    expect(await showRun(ctx, first.runs[0] ?? '')).toMatchObject({ status: 'succeeded' });
    const late = await queueRuns(ctx, { config: strategy, seeds: [0] });
    expect(late.pretraining).toEqual([first.pretraining[0]]);
    expect(await showRun(ctx, late.runs[0] ?? '')).toMatchObject({ status: 'queued' });
  });

  it('starts from a run by the beginning of its id, and refuses one whose network is another', async () => {
    const source = (await queueRuns(ctx, { config: pretraining, label: 'p' })).runs[0] ?? '';
    const init = { kind: 'run', id: source.slice(0, 6) };
    const queued = await queueRuns(ctx, { config: { ...finetuning, init } });
    expect(await showRun(ctx, queued.runs[0] ?? '')).toMatchObject({
      dependsOn: source,
      config: { init: { id: source } },
    });
    const other = { ...finetuning, init, backbone: { ...backbone, width: 16 } };
    await expect(queueRuns(ctx, { config: other })).rejects.toThrow(/backbone: .*does not fit the weights of run/);
    const grey = { ...finetuning, init, input: { channels: 1 } };
    await expect(queueRuns(ctx, { config: grey })).rejects.toThrow(/input.channels: 1, but run \w+ has 3/);
    await cancelRun(ctx, source);
    await expect(queueRuns(ctx, { config: { ...finetuning, init } })).rejects.toThrow(/was not finished: cancelled/);
  });

  it('gives a probe the network and the input of the run, the weights or the config that it starts from', async () => {
    const vit = { kind: 'vit', patch: 8, width: 24, depth: 1, heads: 3 };
    const input = { size: 32, channels: 1, mean: [0.4] };
    const mae = { ...pretraining, backbone: vit, input, method: { kind: 'mae' } };
    const id = (await queueRuns(ctx, { config: mae })).runs[0] ?? '';
    const probe = async (recipe: string, ...set: Setting[]) => {
      const { runs } = await queueRuns(ctx, { recipe, set: [['dataset.name', 'parts'], ...set] });
      return (await getRun(ctx.db, runs[0] ?? ''))?.config;
    };
    const fromRun: Setting[] = [
      ['init.kind', 'run'],
      ['init.id', id.slice(0, 7)],
    ];
    const asRun = { backbone: vit, input: { ...input, std: [0.25] }, init: { id } };
    expect(await probe('few-label', ...fromRun)).toMatchObject(asRun);
    expect(await probe('finetune', ...fromRun)).toMatchObject(asRun);
    expect(await probe('knn-probe', ['init', { kind: 'config', config: mae }])).toMatchObject({ backbone: vit, input });
    // Whatever is set comes after.
    const set = await probe('knn-probe', ...fromRun, ['backbone.pool', 'mean'], ['input.size', 64]);
    expect(set).toMatchObject({ backbone: { ...vit, pool: 'mean' }, input: { ...input, size: 64 } });
    expect(await probe('knn-probe')).toMatchObject({ backbone: { kind: 'resnet', depth: 10 }, input: { size: 64 } });

    const lite0 = { kind: 'efficientnet', variant: 'lite0' };
    const seen = { size: 224, channels: 3, resize: 'centre-crop', mean: [0.5], std: [0.5] };
    const digest = 'a'.repeat(64);
    const source = { words: 'a file', from: 'photos.pth', digest };
    const facts = { backbone: lite0, input: seen, classes: null, source, licence: null, missing: [] };
    await registerWeights(ctx, { name: 'photos', digest, bytes: 1, facts: WeightsFacts.parse(facts) });
    const weights = await probe('linear-probe', ['init.kind', 'weights'], ['init.name', 'photos']);
    expect(weights).toMatchObject({ backbone: lite0, input: seen, init: { digest } });

    await expect(probe('knn-probe', ['init.kind', 'run'], ['init.id', 'nowhere'])).rejects.toThrow(/nowhere/);
    await expect(probe('knn-probe', ['init.kind', 'run'])).rejects.toThrow(/init\.id/);
    await expect(probe('knn-probe', ['init.kind', 'weights'], ['init.name', 'none'])).rejects.toThrow(/none/);
  });

  it('starts from the best checkpoint of a pretraining that keeps one, and refuses where there is none', async () => {
    const watched = { ...pretraining, epochs: 2, watch: { knn: {} } };
    const nested = (config: object) => ({ ...finetuning, init: { kind: 'config', config, which: 'best' } });
    const first = await queueRuns(ctx, { config: nested(watched) });
    const [source = ''] = first.pretraining;
    // While it is under way its config and pictures say that there will be one.
    const from = (id: string) => ({ ...finetuning, init: { kind: 'run', id, which: 'best' } });
    const run = await showRun(ctx, (await queueRuns(ctx, { config: from(source) })).runs[0] ?? '');
    expect(run).toMatchObject({ dependsOn: source, config: { init: { id: source, which: 'best' } } });

    const refuse = (config: object, message: RegExp) => expect(queueRuns(ctx, { config })).rejects.toThrow(message);
    await refuse(
      nested({ ...watched, watch: {} }),
      /init\.which: "best", but init\.config is watched by no probe.*watch\.knn or watch\.linear/,
    );
    await refuse(
      nested({ ...watched, dataset: { name: 'unlabelled' } }),
      /init\.which: "best", but init\.config has no labelled train pictures/,
    );
    const tuned = (await queueRuns(ctx, { config: finetuning })).runs[0] ?? '';
    await refuse(from(tuned), /init\.which: "best", but run \w+ is a finetune run/);
    const unwatched = (await queueRuns(ctx, { config: { ...pretraining, epochs: 3 } })).runs[0] ?? '';
    await refuse(from(unwatched), /run \w+ is watched by no probe/);

    // It ends as one of before best checkpoints were kept: neither by its id nor by its config can it be had.
    await workAll(ctx, () => ({ figures: {} }));
    await refuse(from(source), /run \w+ has stored no best checkpoint: no probe has looked at it/);
    await refuse({ ...nested(watched), epochs: 7 }, /init\.which: .*has stored no best checkpoint/);
  });

  it('queues the tokenizer that a method builds on, or a teacher of one, and refuses what gives no codes', async () => {
    const vit = { kind: 'vit', patch: 8, width: 24, depth: 1, heads: 3 };
    const dvae = { ...pretraining, method: { kind: 'dvae' } };
    const beit = (tokenizer: object) => ({ ...pretraining, backbone: vit, method: { kind: 'beit', tokenizer } });
    const first = await queueRuns(ctx, { config: beit({ kind: 'config', config: dvae }), seeds: [0, 1] });
    expect(new Set(first.pretraining).size).toBe(2);
    const [tokenizer = ''] = first.pretraining;
    expect(await showRun(ctx, first.runs[0] ?? '')).toMatchObject({ status: 'waiting', dependsOn: tokenizer });
    const pinned = (await getRun(ctx.db, first.runs[0] ?? ''))?.config;
    expect(pinned).toMatchObject({
      method: { tokenizer: { config: { dataset: { version: pinned?.dataset.version } } } },
    });

    const fixed = beit({ kind: 'config', config: dvae, pretrainSeed: 0 });
    expect((await queueRuns(ctx, { config: fixed, seeds: [5, 6] })).pretraining).toEqual([tokenizer]);
    const whole = { ...finetuning, backbone: vit, init: { kind: 'config', config: fixed } };
    const chain = await queueRuns(ctx, { config: whole });
    expect(chain.pretraining).toHaveLength(2);
    expect(await showRun(ctx, chain.pretraining[1] ?? '')).toMatchObject({ dependsOn: tokenizer });
    expect(await showRun(ctx, chain.runs[0] ?? '')).toMatchObject({ dependsOn: chain.pretraining[1] });

    const byId = await queueRuns(ctx, { config: beit({ kind: 'run', id: tokenizer.slice(0, 8) }) });
    expect(await showRun(ctx, byId.runs[0] ?? '')).toMatchObject({
      dependsOn: tokenizer,
      config: { method: { tokenizer: { id: tokenizer } } },
    });
    const teacher = { kind: 'run', id: tokenizer };
    const vqKd = { ...pretraining, backbone: vit, method: { kind: 'vqKd', teacher } };
    const taught = await queueRuns(ctx, { config: beit({ kind: 'config', config: vqKd }) });
    expect(await showRun(ctx, taught.pretraining[0] ?? '')).toMatchObject({ dependsOn: tokenizer });

    const simclr = (await queueRuns(ctx, { config: { ...pretraining, epochs: 4 } })).runs[0] ?? '';
    await expect(queueRuns(ctx, { config: beit({ kind: 'run', id: simclr }) })).rejects.toThrow(
      /method.tokenizer.id: run \w+ is a simclr, which gives no codes/,
    );
    const words = (id: string, more = {}) => ({ ...beit({ kind: 'words', teacher: { kind: 'run', id } }), ...more });
    const onWords = await queueRuns(ctx, { config: words(simclr.slice(0, 8)) });
    expect(await showRun(ctx, onWords.runs[0] ?? '')).toMatchObject({
      dependsOn: simclr,
      config: { method: { tokenizer: { kind: 'words', teacher: { id: simclr } } } },
    });
    await expect(queueRuns(ctx, { config: words(simclr, { input: { channels: 1 } }) })).rejects.toThrow(
      /input.channels: 1, but run \w+ has 3/,
    );
    await expect(queueRuns(ctx, { config: words('nosuchrun') })).rejects.toThrow(/there is no run "nosuchrun"/);
    const grey = { ...beit({ kind: 'run', id: tokenizer }), input: { channels: 1 } };
    await expect(queueRuns(ctx, { config: grey })).rejects.toThrow(/input.channels: 1, but run \w+ has 3/);
  });

  it.each([
    [
      'an unknown key',
      { config: { ...finetuning, epoch: 3 }, source: 'f.json' },
      /f.json: unknown key "epoch" .*"epochs"/,
    ],
    ['a wrong type', { config: finetuning, set: [['epochs', 'many']] as const }, /--set epochs: epochs: .*number/],
    ['a negative size', { config: finetuning, set: [['input.size', -4]] as const }, /input.size: .*>=8/],
    ['a missing dataset', { config: { ...finetuning, dataset: { name: 'part' } } }, /did you mean "parts"/],
    ['a missing version', { config: { ...finetuning, dataset: { name: 'parts', version: 9 } } }, /no version "9"/],
    ['a dataset without labels', { config: { ...finetuning, dataset: { name: 'unlabelled' } } }, /no labelled picture/],
    [
      'a dataset without splits',
      { config: { ...finetuning, dataset: { name: 'unsplit' } } },
      /assay dataset split unsplit/,
    ],
    ['a recipe without a dataset', { recipe: 'simclr' }, /add --set dataset.name=NAME/],
    ['an unknown recipe', { recipe: 'simcrl' }, /did you mean "simclr"/],
    ['a seed twice', { config: classicalConfig, seeds: [1, 1] }, /a seed twice/],
    ['a negative seed', { config: classicalConfig, seeds: [-1] }, /seeds are whole numbers/],
    ['no seed', { config: classicalConfig, seeds: [] }, /no seed/],
    ['an empty label', { config: classicalConfig, label: ' ' }, /--label: must not be empty/],
  ])('refuses %s and stores nothing', async (_what, request, message) => {
    const before = await countRuns(ctx.db);
    await expect(queueRuns(ctx, request)).rejects.toThrow(message);
    expect(await countRuns(ctx.db)).toBe(before);
  });

  it('leaves nothing of a request that fails half way', async () => {
    const before = await countRuns(ctx.db);
    const broken = { ...ctx, actor: { ...ctx.actor, name: 'null\u0000byte' } };
    await expect(queueRuns(broken, { config: strategy, seeds: [7, 8], experiment: 'half' })).rejects.toThrow();
    expect(await countRuns(ctx.db)).toBe(before);
    await expect(findExperiment(ctx.db, 'half')).rejects.toThrow(/no experiment/);
  });
});

describe('cancelRun', () => {
  it('cancels a queued run once and refuses one that has ended', async () => {
    const [id = ''] = (await queueRuns(ctx, { config: classicalConfig, seeds: [50] })).runs;
    expect(await cancelRun(ctx, id.slice(0, 8))).toEqual({ id, status: 'cancelled' });
    const [other = ''] = (await queueRuns(ctx, { config: classicalConfig, seeds: [51] })).runs;
    await workAll(ctx, () => null);
    await expect(cancelRun(ctx, other)).rejects.toThrow(/has failed already/);
    expect(await showRun(ctx, other)).toMatchObject({ status: 'failed', reason: 'as the test wants' });
  });
});
