import { InputError, ModelBundle } from '@assay/contracts';
import { tensorCount } from '@assay/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeTensors } from '../tensorFile';
import { attemptTask, createTaskFixture, type TaskFixture } from '../testing/taskFixture';

const base = {
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  task: 'probe',
};
const SWEEP = { kind: 'linearSweep', learningRates: [1e-5, 0.1], epochs: 20, batchSize: 8 };

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture({ perClass: { train: 20, validation: 6, test: 6 } });
});
afterAll(() => fixture.remove());

async function figuresOf(run: Awaited<ReturnType<typeof attemptTask>>) {
  const bytes = await fixture.artifacts.read(run.artifact('figures')?.digest ?? '');
  return JSON.parse(bytes.toString('utf8'));
}

describe('a sweep of learning rates', () => {
  it.each([
    ['as they are', null],
    ['changed', { crop: { minScale: 0.5 }, flip: { horizontal: 0.5 } }],
  ])('picks the rate on validation, on pictures %s, and stores how', async (name, augment) => {
    const before = tensorCount();
    const run = await attemptTask(fixture, { ...base, probe: { ...SWEEP, augment } }, { run: `sweep-${name}` });
    expect(tensorCount()).toBe(before);
    expect(run.figures['test/accuracy']).toBeGreaterThan(0.8);
    const { sweep, splits } = await figuresOf(run);
    expect(sweep.rates).toHaveLength(2);
    expect(sweep.picked.learningRate).toBe(0.1);
    expect(sweep.picked.accuracy).toBe(splits.validation.figures.accuracy);
    expect(splits.test.protocol).toMatchObject({
      name: 'classification',
      parameters: { decision: 'highest score', probe: { ...SWEEP, normalise: 'batch', momentum: 0.9 } },
    });
    const bundle = JSON.parse((await fixture.artifacts.read(run.artifact('model')?.digest ?? '')).toString('utf8'));
    const file = decodeTensors(await fixture.artifacts.read(ModelBundle.parse(bundle).tensors));
    expect(file.values('classical.weights').shape).toEqual([2, 32]);
  });

  it('gives the same model again', async () => {
    const config = { ...base, probe: { ...SWEEP, augment: { crop: {} } } };
    const [first, second] = [await attemptTask(fixture, config), await attemptTask(fixture, config)];
    expect(second.artifact('model')).toEqual(first.artifact('model'));
  });

  it('is refused without validation pictures', async () => {
    const bare = await createTaskFixture({ perClass: { train: 6, test: 4 } });
    await expect(attemptTask(bare, { ...base, probe: SWEEP })).rejects.toThrow(InputError);
    await expect(attemptTask(bare, { ...base, probe: SWEEP })).rejects.toThrow(/no labelled validation pictures/);
    await bare.remove();
  });
});

describe('shares of the labels', () => {
  it('holds every draw with its figures, mean and interval', async () => {
    const fewLabels = { fractions: [0.1, 0.5, 1], seeds: [3, 4, 5] };
    const config = { ...base, probe: { kind: 'knn', k: 3 }, fewLabels };
    const run = await attemptTask(fixture, config, { run: 'few' });
    const { fewLabels: records, datasetDigest } = await figuresOf(run);
    expect(datasetDigest).toBe(fixture.datasetDigest);
    const test = records.filter(({ split }: { split: string }) => split === 'test');
    const facts = test.map(({ fraction, labelled, pictures, draws }: (typeof records)[number]) => {
      return [fraction, labelled, pictures, draws.map(({ seed }: { seed: number }) => seed)];
    });
    expect(facts).toEqual([
      [0.1, 4, 12, [3, 4, 5]],
      [0.5, 20, 12, [3, 4, 5]],
      [1, 40, 12, [3]],
    ]);
    const [least, , all] = test;
    const values: number[] = least.draws.map(({ figures }: (typeof records)[number]) => figures.accuracy);
    const mean = values.reduce((sum, value) => sum + value, 0) / 3;
    expect(least.summary.accuracy.mean).toBeCloseTo(mean, 12);
    expect(run.figures['test/accuracy/labels:0.1']).toBeCloseTo(mean, 12);
    // All labels are those that the run's own model learned from.
    expect(all.summary.accuracy).toEqual({ mean: run.figures['test/accuracy'], std: null, low: null, high: null });
    expect(least.protocol.parameters.labels).toEqual({
      fraction: 0.1,
      seeds: [3, 4, 5],
      drawn: 'per class, at least one',
    });
    const metric = run.events.find((event) => event.kind === 'metric' && event.points[0]?.key.endsWith('labels:0.1'));
    expect(metric?.kind === 'metric' && metric.protocol?.parameters.probe).toMatchObject({ kind: 'knn', k: 3 });
  });

  it('are refused of a dataset that is cut already', async () => {
    const cut = { ...base, fewLabels: {}, dataset: { name: 'spots', labelFraction: 0.5 } };
    await expect(attemptTask(fixture, cut)).rejects.toThrow(/leave dataset.labelFraction at 1/);
  });
});
