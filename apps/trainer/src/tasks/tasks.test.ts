import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, ModelBundle, Prediction, PredictionsHeader } from '@assay/contracts';
import { tensorCount } from '@assay/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictPictures } from './predict';
import { decodeTensors } from './tensorFile';
import { attemptTask, createTaskFixture, readLines, type TaskFixture } from './testing/taskFixture';

const base = { dataset: { name: 'spots' }, input: { size: 16, pack: 16, channels: 1 } };
const resnet = { backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' } };
const loop = { epochs: 3, batchSize: 4, checkpoint: { everyEpochs: 1 } };
const PRETRAIN = {
  ...base,
  ...resnet,
  ...loop,
  task: 'pretrain',
  augment: { crop: {}, flip: { horizontal: 0.5 } },
  method: { kind: 'simclr', projector: [8] },
  watch: { knn: { everyEpochs: 1, k: 3 } },
};
const FINETUNE = {
  ...base,
  ...resnet,
  ...loop,
  epochs: 8,
  task: 'finetune',
  optimizer: { kind: 'adamw', learningRate: 0.01 },
};

const classical = { ...base, task: 'classical', features: { kind: 'histogram', bins: 8 } };

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture();
});
afterAll(() => fixture.remove());

/** @param times how often the picture is asked about: few are executed, many compiled */
async function predictWith(bundleDigest: string, name: string, times = 1) {
  const bundle = ModelBundle.parse(JSON.parse((await fixture.artifacts.read(bundleDigest)).toString('utf8')));
  const item = fixture.manifest.items.find(({ path }) => path === name);
  const tensors = await fixture.artifacts.read(bundle.tensors);
  const path = join(fixture.folder, name.replaceAll('/', '-'));
  await mkdir(fixture.folder, { recursive: true });
  await writeFile(path, await fixture.artifacts.read(item?.picture ?? ''));
  const answers = await predictPictures({
    bundle,
    tensors,
    paths: Array.from({ length: times }, () => path),
    outDir: join(fixture.folder, 'maps'),
  });
  expect(answers).toHaveLength(times);
  return answers.at(-1);
}

describe('pretrain', () => {
  it('reports losses and kNN, and stores weights under torchvision names', async () => {
    const run = await attemptTask(fixture, PRETRAIN);
    expect(run.figures['train/loss']).toBeGreaterThan(0);
    expect(run.figures['knn/accuracy']).toBeGreaterThanOrEqual(0);
    const file = decodeTensors(await fixture.artifacts.read(run.artifact('weights')?.digest ?? ''));
    expect(file.group('model').get('conv1.weight')?.shape).toEqual([4, 1, 3, 3]);
    expect([...file.group('model').keys()].some((name) => name.startsWith('projector'))).toBe(false);
  });

  it.each([
    ['compiled', {}],
    ['eager', { engine: 'eager' }],
    ['accumulating', { accumulateSteps: 2 }],
  ])('goes on from a checkpoint to the very same weights, %s', async (name, changes) => {
    const config = { ...PRETRAIN, ...changes };
    const whole = await attemptTask(fixture, config, { run: `whole-${name}` });
    const cut = await attemptTask(fixture, config, { run: `cut-${name}`, stopAt: { step: 6, reason: 'release' } });
    expect(cut.stopped).toBe('release');
    expect(cut.artifact('checkpoint')?.step).toBe(6);
    const resumed = await attemptTask(fixture, config, {
      run: `resumed-${name}`,
      resume: cut.artifact('checkpoint') ?? { digest: '', step: 0 },
    });
    expect(resumed.startStep).toBe(6);
    expect(resumed.artifact('weights')).toEqual(whole.artifact('weights'));
    expect(resumed.artifact('checkpoint')).toEqual(whole.artifact('checkpoint'));
  });

  it('runs the masked autoencoder on a transformer, resumed to the same bytes too', async () => {
    const config = {
      ...PRETRAIN,
      backbone: { kind: 'vit', patch: 4, width: 24, depth: 1, heads: 3 },
      method: { kind: 'mae', decoder: { width: 24, depth: 1, heads: 3 } },
      optimizer: { kind: 'adamw', learningRate: 0.001 },
      watch: {},
    };
    const whole = await attemptTask(fixture, config, { run: 'mae' });
    const cut = await attemptTask(fixture, config, { run: 'mae-cut', stopAt: { step: 3, reason: 'release' } });
    const resume = cut.artifact('checkpoint') ?? { digest: '', step: 0 };
    const resumed = await attemptTask(fixture, config, { run: 'mae-resumed', resume });
    expect(resumed.startStep).toBe(3);
    expect(resumed.artifact('weights')).toEqual(whole.artifact('weights'));
  });

  it.each(['compiled', 'eager'])('says which operation first left the finite numbers, %s', async (engine) => {
    const logs: string[] = [];
    const config = { ...PRETRAIN, engine, optimizer: { kind: 'sgd', learningRate: 1e30, momentum: 0 } };
    const run = attemptTask(fixture, config, { run: `diverged-${engine}`, onLog: (message) => logs.push(message) });
    await expect(run).rejects.toThrow(
      /the loss is not a finite number.*FusedBatchNormV3 is the first to give Infinity.* in stem at batchNorm.ts/,
    );
    expect(logs.at(-1)).toMatch(/is the first to give/);
  });

  it('keeps nothing of a cancelled run', async () => {
    const run = await attemptTask(fixture, PRETRAIN, { run: 'cancelled', stopAt: { step: 2, reason: 'cancel' } });
    expect(run.stopped).toBe('cancel');
    expect(run.artifact('checkpoint')).toBeUndefined();
    expect(run.artifact('weights')).toBeUndefined();
  });

  it('leaves no tensor behind', async () => {
    await attemptTask(fixture, PRETRAIN, { run: 'leak' });
    const before = tensorCount();
    await attemptTask(fixture, PRETRAIN, { run: 'leak' });
    expect(tensorCount()).toBe(before);
  });
});

describe('finetune', () => {
  it('learns, picks the best epoch, and measures test from the stored predictions', async () => {
    const run = await attemptTask(fixture, FINETUNE, { run: 'finetune' });
    expect(run.figures['test/accuracy']).toBeGreaterThan(0.8);
    expect(run.figures['validation/accuracy']).toBeGreaterThan(0.8);
    const [header, ...lines] = await readLines(fixture.artifacts, run.artifact('predictions')?.digest ?? '');
    expect(PredictionsHeader.parse(header)).toMatchObject({
      split: 'test',
      scores: 'probability',
      datasetDigest: fixture.datasetDigest,
      protocol: {
        parameters: { finetune: { trainable: 'all', select: 'validation/accuracy' }, labels: { fraction: 1 } },
      },
    });
    const predictions = lines.map((line) => Prediction.parse(line));
    expect(predictions).toHaveLength(8);
    const right = predictions.filter(({ truth, scores = [] }) => scores.indexOf(Math.max(...scores)) === truth.label);
    expect(run.figures['test/accuracy']).toBe(right.length / 8);
    const answer = await predictWith(run.artifact('model')?.digest ?? '', 'test/spot/0.png');
    const line = predictions.find(({ path }) => path === 'test/spot/0.png');
    expect(answer?.scores.spot).toBeCloseTo(line?.scores?.[1] ?? -1, 6);
  });

  it('goes on to the very same model, remembering the best epoch', async () => {
    const whole = await attemptTask(fixture, FINETUNE, { run: 'finetune-whole' });
    const cut = await attemptTask(fixture, FINETUNE, { run: 'finetune-cut', stopAt: { step: 18, reason: 'release' } });
    const resume = cut.artifact('checkpoint') ?? { digest: '', step: 0 };
    const resumed = await attemptTask(fixture, FINETUNE, { run: 'finetune-resumed', resume });
    expect(resumed.startStep).toBe(18);
    expect(resumed.artifact('model')).toEqual(whole.artifact('model'));
    expect(resumed.artifact('predictions')).toEqual(whole.artifact('predictions'));
  });

  it('starts from pretrained weights, and refuses those of another network', async () => {
    const weights = (await attemptTask(fixture, PRETRAIN, { run: 'source' })).artifact('weights')?.digest ?? '';
    const init = { kind: 'run', id: 'source' };
    const run = await attemptTask(
      fixture,
      { ...FINETUNE, init, trainable: 'head', dataset: { ...FINETUNE.dataset, labelFraction: 0.5 } },
      { run: 'head', initialWeights: weights },
    );
    const measured = run.events.findLast((event) => event.kind === 'metric' && event.protocol !== undefined);
    expect(measured).toMatchObject({
      protocol: { parameters: { finetune: { trainable: 'head' }, labels: { fraction: 0.5 } } },
    });
    const before = decodeTensors(await fixture.artifacts.read(weights))
      .group('model')
      .get('conv1.weight');
    const after = decodeTensors(await fixture.artifacts.read(run.artifact('weights')?.digest ?? '')).group('model');
    expect(after.get('conv1.weight')).toEqual(before);
    const wider = { ...FINETUNE, init, backbone: { ...resnet.backbone, width: 8 } };
    await expect(attemptTask(fixture, wider, { initialWeights: weights })).rejects.toThrow(InputError);
  });

  it('refuses what it cannot learn from, before it trains', async () => {
    await expect(attemptTask(fixture, { ...FINETUNE, batchSize: 99 })).rejects.toThrow(/batchSize: 99 is more than/);
    await expect(attemptTask(fixture, { ...FINETUNE, select: { metric: 'validation/nonsense' } })).rejects.toThrow(
      /no figure "validation\/nonsense"/,
    );
    const unlabelled = await createTaskFixture({ isLabelled: false, perClass: { train: 4 } });
    await expect(attemptTask(unlabelled, FINETUNE)).rejects.toThrow(/no labelled picture in the split "train"/);
    await unlabelled.remove();
    const single = await createTaskFixture({ classes: ['good'], perClass: { train: 6 } });
    await expect(attemptTask(single, FINETUNE)).rejects.toThrow(/all training pictures are of one class, "good"/);
    await single.remove();
  });
});

describe('baselines', () => {
  it.each([
    { ...base, ...resnet, task: 'probe', probe: { kind: 'linear' } },
    { ...base, ...resnet, task: 'probe', probe: { kind: 'knn', k: 3 } },
    {
      ...base,
      ...resnet,
      task: 'probe',
      probe: { kind: 'linearSweep', learningRates: [0.1], epochs: 40, batchSize: 8 },
    },
    { ...base, task: 'classical', features: { kind: 'hog', cell: 4 } },
    {
      ...classical,
      features: { kind: 'several', parts: [{ kind: 'histogram' }, { kind: 'lbp', grid: 2 }] },
      learner: { kind: 'rbfSvm' },
    },
    {
      ...classical,
      features: { kind: 'glcm', levels: 16 },
      learner: { kind: 'randomForest', trees: 20 },
      mirrors: true,
    },
    { ...classical, features: { kind: 'gabor' }, learner: { kind: 'adaBoost', rounds: 5 }, scaling: 'none' },
    { ...classical, learner: { kind: 'logisticRegression' }, scaling: 'minMax' },
    {
      ...classical,
      learner: { kind: 'knn' },
      search: { folds: 2, grid: { k: [1, 3], weights: ['uniform', 'distance'] } },
      mirrors: true,
    },
  ])('$task $probe.kind $learner.kind tells spots apart, and its stored model answers the same', async (config) => {
    const run = await attemptTask(fixture, config, { run: 'baseline' });
    expect(run.figures['test/accuracy']).toBeGreaterThan(0.8);
    const [, ...lines] = await readLines(fixture.artifacts, run.artifact('predictions')?.digest ?? '');
    const line = lines.map((value) => Prediction.parse(value)).find(({ path }) => path === 'test/spot/0.png');
    for (const times of [1, 70]) {
      const answer = await predictWith(run.artifact('model')?.digest ?? '', 'test/spot/0.png', times);
      expect(answer?.class).toBe('spot');
      expect(answer?.scores.spot).toBeCloseTo(line?.scores?.[1] ?? -1, 5);
    }
  });

  it.each([
    { features: { kind: 'histogram', bins: 16 }, learner: { kind: 'mahalanobis' } },
    { learner: { kind: 'nearest', k: 2 }, goodOnly: { cuts: { size: 8, stride: 4 } } },
    { learner: { kind: 'oneClassSvm', nu: 0.2, rows: 20 }, goodOnly: { cuts: { size: 4, stride: 4 } } },
  ])('classical $learner.kind of good pictures alone finds what is odd', async (fields) => {
    const config = { ...classical, goodOnly: {}, ...fields };
    const run = await attemptTask(fixture, config, { run: 'classical-good' });
    expect(run.figures['test/imageAuroc']).toBeGreaterThan(0.9);
    const [header, ...lines] = await readLines(fixture.artifacts, run.artifact('predictions')?.digest ?? '');
    const { threshold, task, scores } = PredictionsHeader.parse(header);
    expect({ task, scores }).toEqual({ task: 'classical', scores: 'distance' });
    const line = lines.map((value) => Prediction.parse(value)).find(({ path }) => path === 'test/spot/0.png');
    expect(line?.score).toBeGreaterThan(threshold ?? Number.POSITIVE_INFINITY);
    const answer = await predictWith(run.artifact('model')?.digest ?? '', 'test/spot/0.png');
    expect(answer).toMatchObject({ class: 'defect', threshold });
    expect(answer?.scores.anomaly).toBeCloseTo(line?.score ?? -1, 5);
    const hasMap = config.goodOnly && 'cuts' in config.goodOnly;
    expect(line?.map !== undefined && (await fixture.artifacts.has(line.map))).toBe(hasMap);
    expect(answer?.heatMap !== undefined).toBe(hasMap);
  });

  it('classical is chosen on folds, says what it tried, and refuses what cannot be', async () => {
    const logs: string[] = [];
    const search = { folds: 4, grid: { k: [12, 1] }, metric: 'accuracy' };
    // Twelve neighbours are all that a fold leaves, which says nothing.
    const config = { ...classical, learner: { kind: 'knn' }, search };
    const run = await attemptTask(fixture, config, { run: 'searched', onLog: (message) => logs.push(message) });
    expect(logs.join(' ')).toMatch(/the best of 2 combinations: k 1 \(accuracy 1\.0000 over 4 folds\)/);
    const bytes = await fixture.artifacts.read(run.artifact('figures')?.digest ?? '');
    const figures = JSON.parse(bytes.toString('utf8'));
    expect(figures.search).toMatchObject({
      folds: 4,
      picked: 1,
      tried: [
        { learner: { k: 12 }, score: 0.5 },
        { learner: { k: 1 }, score: 1 },
      ],
    });
    const many = { ...config, search: { ...search, folds: 20 } };
    await expect(attemptTask(fixture, many, { run: 'searched' })).rejects.toThrow(/folds: 20, but the 16 pictures/);
    const tiny = { ...classical, features: { kind: 'hog', cell: 16 } };
    await expect(attemptTask(fixture, tiny, { run: 'tiny' })).rejects.toThrow(/features: a picture of 16 x 16/);
  });

  it('classical stops when it is told to', async () => {
    const stop = { step: -1, reason: 'cancel' } as const;
    const run = await attemptTask(
      fixture,
      { ...classical, learner: { kind: 'knn' } },
      { run: 'stopped', stopAt: stop },
    );
    expect(run.stopped).toBe('cancel');
    expect(run.artifact('model')).toBeUndefined();
  });

  it('anomaly learns from good pictures alone and maps what is odd', async () => {
    const config = { ...base, ...resnet, task: 'anomaly', model: { kind: 'padim', layers: [1, 2], dimensions: 6 } };
    const run = await attemptTask(fixture, config, { run: 'anomaly' });
    expect(run.figures['test/imageAuroc']).toBeGreaterThan(0.9);
    const [header, ...lines] = await readLines(fixture.artifacts, run.artifact('predictions')?.digest ?? '');
    const { threshold } = PredictionsHeader.parse(header);
    const line = lines.map((value) => Prediction.parse(value)).find(({ path }) => path === 'test/spot/0.png');
    expect(line?.score).toBeGreaterThan(threshold ?? Number.POSITIVE_INFINITY);
    expect(await fixture.artifacts.has(line?.map ?? '')).toBe(true);
    const answer = await predictWith(run.artifact('model')?.digest ?? '', 'test/spot/0.png');
    expect(answer?.class).toBe('defect');
    expect(answer?.scores.anomaly).toBeCloseTo(line?.score ?? -1, 4);
    expect(answer?.heatMap).toMatch(/\.png$/);
  });
});
