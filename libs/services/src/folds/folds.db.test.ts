import { FoldConfig, type Manifest, type Prediction, PredictionsHeader, type RunConfig } from '@assay/contracts';
import { appendRunEvents, claimJob, finishJob, getRun, listRunArtifacts, listRunMetrics } from '@assay/store';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDatasetVersion } from '../datasets/publishDatasetVersion';
import { encodePredictions, predictionsName, readPredictions } from '../predictions/predictionsFile';
import { queueRuns } from '../runs/queueRuns';
import { rerun } from '../runs/rerun';
import { showRun } from '../runs/showRun';
import { classicalConfig, createTestContext, digestOf, labelledManifest } from '../testing/fixtures';
import { completeFolds } from './completeFolds';
import { showFolds } from './showFolds';

const database = await createTestDatabase();
afterAll(database.drop);
const ctx = createTestContext(database.db);

/** Eight boards of a good and a scratched picture each. */
const manifest: Manifest = {
  version: 1,
  classes: ['good', 'scratch'],
  items: Array.from({ length: 16 }, (_, i) => ({
    picture: digestOf(`board ${i}`),
    path: `${i}.png`,
    width: 48,
    height: 48,
    split: i < 12 ? ('train' as const) : ('test' as const),
    group: `board ${i >> 1}`,
    label: i % 2,
  })),
};

/** A stand-in for the real dealing: boards in turn. */
function divide(of: Manifest, fold: FoldConfig): Manifest {
  const splitOf = (group: string | undefined) => {
    const board = Number(group?.split(' ')[1]) + fold.repeat;
    return board % fold.of === fold.index - 1
      ? 'test'
      : board % fold.of === fold.index % fold.of
        ? 'validation'
        : 'train';
  };
  return { ...of, items: of.items.map((item) => ({ ...item, split: splitOf(item.group) })) };
}

/** Works on all that is queued, and finishes as the worker does; runs that `fails` says fail. */
async function work(fails: (config: RunConfig) => boolean = () => false): Promise<void> {
  for (;;) {
    const claimed = await claimJob(ctx.db, { owner: 'worker', kinds: ['run'] });
    if (claimed?.kind !== 'run') return;
    const { lease } = claimed;
    const run = await getRun(ctx.db, lease.run);
    if (!run?.config.fold) throw new Error('a run with a fold was expected');
    if (fails(run.config)) {
      await finishJob(ctx.db, lease, { status: 'failed', reason: 'out of paper', isRetryable: false });
      continue;
    }
    const folded = divide(manifest, run.config.fold);
    const lines = folded.items.flatMap((item, i): Prediction[] =>
      item.split === 'test'
        ? [
            {
              item: item.picture,
              path: item.path,
              truth: { label: i % 2 },
              scores: i % 5 === 0 ? [1, 2] : [i % 2 ? 0 : 3, 1],
            },
          ]
        : [],
    );
    const header = PredictionsHeader.parse({
      version: 1,
      task: 'classical',
      datasetDigest: run.datasetDigest,
      split: 'test',
      fold: run.config.fold,
      classes: manifest.classes,
      scores: 'decision',
      threshold: null,
      protocol: { name: 'classification', parameters: {} },
    });
    const stored = await ctx.artifacts.put(encodePredictions({ header, lines }));
    const point = { step: 0, pictures: 8, time: '2026-01-02T03:04:05.000Z' };
    const right = lines.filter(
      ({ scores = [], truth }) => ((scores[1] ?? 0) > (scores[0] ?? 0) ? 1 : 0) === truth.label,
    );
    await appendRunEvents(ctx.db, lease, [
      {
        kind: 'metric',
        points: [
          { ...point, key: 'test/accuracy', value: right.length / lines.length },
          { ...point, key: 'fold/trainPictures', value: 8 },
          { ...point, key: 'fold/validationPictures', value: 4 },
          { ...point, key: 'fold/testPictures', value: 4 },
        ],
      },
      { kind: 'artifact', artifact: 'predictions', name: predictionsName('test'), step: 0, ...stored },
    ]);
    await finishJob(ctx.db, lease, { status: 'succeeded' });
    await completeFolds(ctx, run.id);
  }
}

const request = { config: { ...classicalConfig, dataset: { name: 'cv' } }, folds: { of: 4 }, divide };

beforeAll(() => publishDatasetVersion(ctx, { name: 'cv', manifest, format: 'folder-per-class' }));

describe('folds', () => {
  it('are queued one repetition and seed after the other, in one experiment', async () => {
    const queued = await queueRuns(ctx, { ...request, repeats: 2, seeds: [0, 1], experiment: 'order' });
    const runs = await Promise.all(queued.runs.map((id) => getRun(ctx.db, id)));
    expect(
      runs.map((run) => [run?.config.fold?.repeat, run?.seed, run?.config.fold?.index].join(' ')).slice(0, 9),
    ).toEqual(['1 0 1', '1 0 2', '1 0 3', '1 0 4', '1 1 1', '1 1 2', '1 1 3', '1 1 4', '2 0 1']);
    expect(new Set(runs.map((run) => run?.configDigest)).size).toBe(8);
    await work();
    const table = await showFolds(ctx, { run: queued.runs[0] ?? '' });
    expect(table?.rows.map(({ repeat, seed, missing }) => [repeat, seed, missing])).toEqual([
      [1, 0, null],
      [1, 1, null],
      [2, 0, null],
      [2, 1, null],
    ]);
    expect(table?.summary?.folds).toBe(8);
  });

  it('give one artifact of every picture, stored once, with figures, on each of the runs', async () => {
    const { runs } = await queueRuns(ctx, { ...request, experiment: 'whole' });
    await work();
    const stored = await Promise.all(runs.map((run) => listRunArtifacts(ctx.db, { run, kind: 'predictions' })));
    const digests = stored.map((of) => of.find(({ name }) => name === predictionsName('out-of-fold'))?.digest);
    expect(new Set(digests).size).toBe(1);
    const { header, lines } = await readPredictions(ctx, digests[0] ?? '');
    expect(header).toMatchObject({ split: 'out-of-fold', outOfFold: { plan: { of: 4 }, repeat: 1, runs } });
    expect(header).not.toHaveProperty('fold');
    expect(lines.map(({ path }) => path)).toEqual(manifest.items.map(({ path }) => path).sort());
    const boardOf = new Map(manifest.items.map(({ path, group }) => [path, group]));
    for (const { path, fold = 0 } of lines) {
      const tested = divide(manifest, FoldConfig.parse({ of: 4, index: fold })).items;
      expect(tested.find((item) => item.group === boardOf.get(path))?.split).toBe('test');
    }
    // Pictures 0, 5, 10 and 15 have the scores of a scratch; 0 and 10 are good.
    const figures = await listRunMetrics(ctx.db, { runs, keys: ['oof/accuracy', 'test/accuracy'] });
    expect(figures.filter(({ key }) => key === 'oof/accuracy').map(({ last }) => last)).toEqual(
      runs.map(() => 14 / 16),
    );
    expect(figures.find(({ key }) => key === 'oof/accuracy')?.protocol.parameters.fold).toEqual({
      of: 4,
      seed: 0,
      groupBy: 'group',
      validation: 0.15,
      repeat: 1,
    });
    expect(
      figures.find(({ key, runId }) => key === 'test/accuracy' && runId === runs[0])?.protocol.parameters.fold,
    ).toMatchObject({ index: 1 });
    expect((await showRun(ctx, runs[0] ?? '')).metrics.final['oof/accuracy']).toBe(14 / 16);
    // A second time changes nothing.
    const again = await completeFolds(ctx, runs[2] ?? '');
    expect([again?.digest, again?.pictures]).toEqual([digests[0], 16]);
    expect(await listRunArtifacts(ctx.db, { run: runs[0] ?? '', kind: 'predictions' })).toHaveLength(2);
  });

  it('say which is missing and what to do, and are whole when it was run again', async () => {
    const { runs } = await queueRuns(ctx, { ...request, experiment: 'broken' });
    await work(({ fold }) => fold?.index === 3);
    const before = await showFolds(ctx, { run: runs[0] ?? '' });
    expect(before?.rows[0]).toMatchObject({
      outOfFold: null,
      missing: `fold 3 failed: \`assay runs rerun ${runs[2]}\``,
    });
    expect(before?.rows[0]?.folds[2]).toMatchObject({ status: 'failed', reason: 'out of paper', value: null });
    expect(before?.summary).toMatchObject({ folds: 3 });
    expect(await completeFolds(ctx, runs[0] ?? '')).toBeNull();
    const repeated = await rerun(ctx, runs[2] ?? '');
    expect((await showFolds(ctx, { run: runs[0] ?? '' }))?.rows[0]?.missing).toBe('fold 3 queued');
    await work();
    const after = await showFolds(ctx, { run: repeated.runs[0] ?? '' });
    expect(after?.rows[0]).toMatchObject({ missing: null, outOfFold: { value: 14 / 16 } });
    expect(after?.rows[0]?.folds[2]?.run).toBe(repeated.runs[0]);
    await expect(showFolds(ctx, { run: runs[0] ?? '', metric: 'test/none' })).rejects.toThrow(
      'they have test/accuracy',
    );
  });

  it('give every pretraining within the same fold, and one pretraining for all runs of that fold', async () => {
    const backbone = { kind: 'resnet', depth: 10 } as const;
    const dataset = { name: 'cv' };
    const config = {
      task: 'finetune',
      dataset,
      backbone,
      init: { kind: 'config', config: { task: 'pretrain', dataset, backbone, method: { kind: 'simclr' } } },
    } as const;
    const first = await queueRuns(ctx, { ...request, config, experiment: 'nested', label: 'a' });
    const second = await queueRuns(ctx, {
      ...request,
      config: { ...config, epochs: 3 },
      experiment: 'nested',
      label: 'b',
    });
    expect(first.pretraining).toHaveLength(4);
    expect(second.pretraining).toEqual(first.pretraining);
    for (const [i, id] of first.runs.entries()) {
      const run = await getRun(ctx.db, id);
      const source = await getRun(ctx.db, run?.dependsOn ?? '');
      expect(run?.config.fold).toMatchObject({ of: 4, index: i + 1 });
      expect(source?.config.fold).toEqual(run?.config.fold);
    }
    // A fold's weights are no start for another fold, nor for the dataset's own splits.
    const [source = ''] = first.pretraining;
    const from = { ...config, init: { kind: 'run', id: source } } as const;
    await expect(queueRuns(ctx, { ...request, config: from })).rejects.toThrow(
      'learned from "cv" by fold 1 of 4, this one tests by fold 2 of 4',
    );
    await expect(
      queueRuns(ctx, {
        ...request,
        config: { ...config, init: { ...config.init, config: { ...config.init.config, split: 'test' } } },
      }),
    ).rejects.toThrow('learn from the test pictures of fold 1 of 4');
  });

  it('are refused where another dataset would give test pictures away', async () => {
    const [one] = manifest.items;
    if (!one) throw new Error('a picture was expected');
    await publishDatasetVersion(ctx, {
      name: 'more',
      manifest: {
        ...labelledManifest('more'),
        items: [...labelledManifest('more').items, { ...one, path: 'train/same.png', split: 'train' }],
      },
      format: 'folder-per-class',
    });
    await publishDatasetVersion(ctx, {
      name: 'apart',
      manifest: labelledManifest('apart'),
      format: 'folder-per-class',
    });
    const backbone = { kind: 'resnet', depth: 10 } as const;
    const config = (name: string) => ({
      task: 'finetune',
      dataset: { name: 'cv' },
      backbone,
      init: { kind: 'config', config: { task: 'pretrain', dataset: { name }, backbone, method: { kind: 'simclr' } } },
    });
    await expect(queueRuns(ctx, { ...request, config: config('more') })).rejects.toThrow(
      '1 pictures of the pretraining\'s "more"',
    );
    const shared = await queueRuns(ctx, { ...request, config: config('apart') });
    expect(shared.pretraining).toHaveLength(1);
    expect((await getRun(ctx.db, shared.pretraining[0] ?? ''))?.config.fold).toBeNull();
  });

  it('are refused where they cannot be, before anything is queued', async () => {
    const broken = (): Manifest => {
      throw new Error('cannot be divided');
    };
    await expect(queueRuns(ctx, { ...request, divide: broken })).rejects.toThrow('cannot be divided');
    await expect(queueRuns(ctx, { ...request, folds: undefined, repeats: 2 })).rejects.toThrow('no folds to repeat');
    await expect(queueRuns(ctx, { ...request, repeats: 0 })).rejects.toThrow('--repeats');
    await expect(queueRuns(ctx, { ...request, folds: { of: 1 } })).rejects.toThrow('fold.of');
    const set = [
      ['fold.seed', 7],
      ['fold.validation', 0.3],
    ] as const;
    const { runs } = await queueRuns(ctx, { ...request, set, experiment: 'settings' });
    expect((await getRun(ctx.db, runs[1] ?? ''))?.config.fold).toEqual({
      of: 4,
      index: 2,
      repeat: 1,
      seed: 7,
      groupBy: 'group',
      validation: 0.3,
    });
  });
});
