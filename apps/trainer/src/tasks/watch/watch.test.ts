import { join } from 'node:path';
import { PretrainConfig, parseOrExplain, probeProtocol } from '@assay/contracts';
import { decodePicture } from '@assay/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedPictures } from '../embed';
import { decodeTensors } from '../tensorFile';
import { attemptTask, createTaskFixture, type TaskFixture } from '../testing/taskFixture';
import { decodeEmbedding } from './embeddings';

const WATCH = {
  knn: { everyEpochs: 2, k: 3 },
  linear: { everyEpochs: 1 },
  signals: { everyEpochs: 1, sample: 10 },
  pictures: { everyEpochs: 2 },
  embeddings: { sample: 6 },
};
const PRETRAIN = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  epochs: 3,
  batchSize: 4,
  checkpoint: { everyEpochs: 1, keep: 2 },
  augment: { crop: {}, flip: { horizontal: 0.5 } },
  method: { kind: 'simclr', projector: [8] },
  watch: WATCH,
};
const PROBE = {
  task: 'probe',
  dataset: { name: 'spots' },
  input: PRETRAIN.input,
  backbone: PRETRAIN.backbone,
  probe: { kind: 'knn', k: 3 },
};
const STEPS_PER_EPOCH = 4;

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture();
});
afterAll(() => fixture.remove());

type Attempt = Awaited<ReturnType<typeof attemptTask>>;

function stepsOf({ events }: Attempt, key: string): number[] {
  return events.flatMap((event) =>
    event.kind === 'metric' ? event.points.filter((point) => point.key === key).map(({ step }) => step) : [],
  );
}

function artifactsOf({ events }: Attempt, kind: string) {
  return events.flatMap((event) => (event.kind === 'artifact' && event.artifact === kind ? [event] : []));
}

/** The stored features against those of `assay embed`, from what the run ended with. */
async function expectSameFeatures(config: object, run: Attempt, kind: 'weights' | 'checkpoint'): Promise<void> {
  const file = run.artifact(kind);
  const stored = decodeEmbedding(await fixture.artifacts.read(run.artifact('embedding')?.digest ?? ''));
  const found = await embedPictures({
    config: parseOrExplain(PretrainConfig, config, 'config'),
    file: { bytes: await fixture.artifacts.read(file?.digest ?? ''), kind, step: file?.step ?? 0 },
    manifest: fixture.manifest,
    datasetDigest: fixture.datasetDigest,
    split: 'train',
    limit: 6,
    artifacts: fixture.artifacts,
    packFolder: join(fixture.folder, 'packs'),
    threads: null,
  });
  expect(found.step).toBe(stored.step);
  expect(found.pictures).toEqual(stored.pictures);
  expect(found.labels).toEqual(stored.labels);
  expect(found.paths.every((path) => path.startsWith('train/'))).toBe(true);
  for (const [i, value] of stored.features.entries()) expect(found.features[i]).toBeCloseTo(value, 5);
}

describe('a watched pretraining', () => {
  let run: Attempt;
  beforeAll(async () => {
    run = await attemptTask(fixture, PRETRAIN, { run: 'watched' });
  });

  it('measures each thing in the epochs that it says, and after the last', () => {
    expect(stepsOf(run, 'knn/accuracy')).toEqual([8, 12]);
    expect(stepsOf(run, 'linear/accuracy')).toEqual([4, 8, 12]);
    for (const name of ['std', 'rankme', 'alignment', 'uniformity']) {
      expect(stepsOf(run, `features/${name}`), name).toEqual([4, 8, 12]);
    }
    expect(run.figures['features/std']).toBeGreaterThan(0);
    expect(run.figures['features/rankme']).toBeGreaterThanOrEqual(1);
    expect(run.figures['features/alignment']).toBeGreaterThan(0);
    expect(run.figures['features/uniformity']).toBeLessThan(0);
  });

  it('says of each probe how it was asked, as a run of that probe does', () => {
    const protocolOf = (key: string) =>
      run.events.find((event) => event.kind === 'metric' && event.points.some((point) => point.key === key));
    expect(protocolOf('knn/accuracy')).toMatchObject({
      protocol: probeProtocol({ kind: 'knn', k: 3, temperature: 0.07 }),
    });
    expect(protocolOf('linear/accuracy')).toMatchObject({
      protocol: probeProtocol({ kind: 'linear', c: 1, maxIterations: 200 }),
    });
    expect(protocolOf('features/std')).not.toHaveProperty('protocol');
  });

  it('has no influence on the weights', async () => {
    const plain = await attemptTask(fixture, { ...PRETRAIN, watch: {} }, { run: 'unwatched' });
    const digest = ({ events }: Attempt) =>
      events.find((event) => event.kind === 'log' && event.message.startsWith('weights digest'));
    expect(digest(plain)).toMatchObject({ message: expect.stringMatching(/[0-9a-f]{64}$/) });
    expect(digest(plain)).toEqual({ ...digest(run), time: expect.any(String) });
    expect(artifactsOf(plain, 'preview')).toEqual([]);
  });

  it('shows the two views of eight pictures side by side', async () => {
    const previews = artifactsOf(run, 'preview');
    expect(previews.map(({ name, step }) => `${step} ${name}`)).toEqual([
      '8 view0.png',
      '8 view1.png',
      '12 view0.png',
      '12 view1.png',
    ]);
    const [first, second, later] = previews;
    const pixels = await decodePicture(await fixture.artifacts.read(first?.digest ?? ''));
    expect([pixels.width, pixels.height]).toEqual([8 * (16 + 1), 16]);
    expect(new Set(pixels.data).size).toBeGreaterThan(20);
    expect(second?.digest).not.toBe(first?.digest);
    // What is drawn does not depend on the step.
    expect(later?.digest).toBe(first?.digest);
  });

  it('stores the features of a sample with each checkpoint', async () => {
    const stored = artifactsOf(run, 'embedding');
    expect(stored.map(({ step }) => step)).toEqual([4, 8, 12]);
    const { features, dimension, labels, pictures, trustworthiness, ...rest } = decodeEmbedding(
      await fixture.artifacts.read(stored[1]?.digest ?? ''),
    );
    expect(rest).toEqual({ classes: ['good', 'spot'], datasetDigest: fixture.datasetDigest, step: 8 });
    // Five neighbours are not fewer than half of six pictures.
    expect(trustworthiness).toBeNull();
    expect([labels.length, features.length, dimension]).toEqual([6, 6 * 32, 32]);
    const items = pictures.map((digest) => fixture.manifest.items.find(({ picture }) => picture === digest));
    expect([...labels]).toEqual(items.map((item) => item?.label));
    expect(items.every((item) => item?.split === 'train')).toBe(true);
  });

  it.each(['weights', 'checkpoint'] as const)('gives the same features from the stored %s afterwards', async (kind) => {
    await expectSameFeatures(PRETRAIN, run, kind);
  });

  it('keeps as many checkpoints as it says, and the best beside them', () => {
    const stored = artifactsOf(run, 'checkpoint');
    const usual = stored.filter(({ name }) => name === 'checkpoint.safetensors');
    expect(usual.map(({ step, keep }) => [step, keep])).toEqual([
      [4, 2],
      [8, 2],
      [12, 2],
    ]);
    const best = stored.filter(({ name }) => name === 'best.safetensors');
    expect(best[0]).toMatchObject({ step: STEPS_PER_EPOCH, keep: 1 });
    // At the same step both are one blob.
    expect(best[0]?.digest).toBe(usual[0]?.digest);
    const values = run.events.flatMap((event) =>
      event.kind === 'metric' ? event.points.filter(({ key }) => key === 'linear/accuracy') : [],
    );
    const highest = Math.max(...values.map(({ value }) => value));
    expect(best.at(-1)?.step).toBe(values.find(({ value }) => value === highest)?.step);
  });

  it('gives its best checkpoint to a run that starts from it', async () => {
    const best = artifactsOf(run, 'checkpoint').findLast(({ name }) => name === 'best.safetensors');
    const bytes = await fixture.artifacts.read(best?.digest ?? '');
    const logs: string[] = [];
    const probed = await attemptTask(fixture, PROBE, {
      run: 'from-best',
      initialWeights: best?.digest ?? '',
      initialCheckpointOf: PRETRAIN,
      onLog: (line) => logs.push(line),
    });
    expect(logs).toContain(`starts from the best checkpoint (step ${best?.step}) ${best?.digest.slice(0, 12)}`);
    const used = decodeTensors(await fixture.artifacts.read(probed.artifact('weights')?.digest ?? '')).group('model');
    const stored = decodeTensors(bytes).group('model');
    expect(used.size).toBeGreaterThan(10);
    for (const [name, tensor] of used) expect(stored.get(name), name).toEqual(tensor);
  });

  it('goes on to the same bytes, alarm and best included', async () => {
    const cut = await attemptTask(fixture, PRETRAIN, { run: 'watched-cut', stopAt: { step: 6, reason: 'release' } });
    expect(cut.artifact('checkpoint')?.step).toBe(6);
    const resume = cut.artifact('checkpoint') ?? { digest: '', step: 0 };
    const resumed = await attemptTask(fixture, PRETRAIN, { run: 'watched-resumed', resume });
    expect(resumed.startStep).toBe(6);
    expect(artifactsOf(resumed, 'checkpoint').at(-1)).toEqual(artifactsOf(run, 'checkpoint').at(-1));
    expect(resumed.artifact('embedding')).toEqual(run.artifact('embedding'));
  });
});

it('embeds what a method keeps, which need not be what learned', async () => {
  const config = {
    ...PRETRAIN,
    epochs: 1,
    watch: { embeddings: { sample: 6 } },
    method: { kind: 'dino', teacherMomentum: 0.5, head: { hidden: 8, bottleneck: 8, outputs: 16 } },
  };
  const run = await attemptTask(fixture, config, { run: 'teacher' });
  for (const kind of ['weights', 'checkpoint'] as const) await expectSameFeatures(config, run, kind);
  // So does a run that starts from the checkpoint: from that of the last step as from the weights themselves.
  const [ofWeights, ofCheckpoint] = [
    await attemptTask(fixture, PROBE, { run: 'a', initialWeights: run.artifact('weights')?.digest ?? '' }),
    await attemptTask(fixture, PROBE, {
      run: 'b',
      initialWeights: run.artifact('checkpoint')?.digest ?? '',
      initialCheckpointOf: config,
    }),
  ];
  expect(ofCheckpoint.artifact('weights')).toEqual(ofWeights.artifact('weights'));
});

it('works without labels, and says what is not watched', async () => {
  const unlabelled = await createTaskFixture({ isLabelled: false });
  const logs: string[] = [];
  const run = await attemptTask(unlabelled, PRETRAIN, { run: 'unlabelled', onLog: (line) => logs.push(line) });
  expect(logs.join('\n')).toMatch(/watch.knn: there are no labelled/);
  expect(stepsOf(run, 'features/std')).toEqual([4, 8, 12]);
  const { labels } = decodeEmbedding(await unlabelled.artifacts.read(run.artifact('embedding')?.digest ?? ''));
  expect([...labels]).toEqual([-1, -1, -1, -1, -1, -1]);
  await unlabelled.remove();
});

it('raises the alarm once when the features become one, and says since when', async () => {
  // A step this long leaves the weights in a place where every picture gets one answer.
  const config = {
    ...PRETRAIN,
    epochs: 6,
    watch: { signals: { everyEpochs: 1, sample: 8 } },
    method: { kind: 'simclr', projector: [8], temperature: 10 },
    optimizer: { kind: 'sgd', learningRate: 0.001, weightDecay: 300, momentum: 0 },
    schedule: { kind: 'constant' },
  };
  const run = await attemptTask(fixture, config, { run: 'collapsed' });
  const alarms = run.events.flatMap((event) => (event.kind === 'alarm' ? [event] : []));
  expect(alarms.length).toBeGreaterThan(0);
  expect(new Set(alarms.map(({ signal }) => signal)).size).toBe(alarms.length);
  for (const { state, since, step } of alarms) expect([state, since < step]).toEqual(['raised', true]);
  const warnings = run.events.filter((event) => event.kind === 'log' && event.level === 'warning');
  expect(warnings).toHaveLength(alarms.length);
  expect(warnings[0]).toMatchObject({ message: expect.stringMatching(/looks like a collapse: .* since step \d+/) });
});
