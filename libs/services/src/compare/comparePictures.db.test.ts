import type { Item, Manifest } from '@assay/contracts';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, expect, it } from 'vitest';
import { publishDatasetVersion } from '../datasets/publishDatasetVersion';
import { queueRuns } from '../runs/queueRuns';
import { classicalConfig, createTestContext, digestOf, workAll } from '../testing/fixtures';
import { compareExperiment } from './compareExperiment';

const database = await createTestDatabase();
afterAll(database.drop);
const ctx = createTestContext(database.db);
const N = 60;

function manifestOf(group: (i: number) => string | undefined): Manifest {
  const items = Array.from({ length: N + 2 }, (_, i): Item => {
    const name = group(i);
    return {
      ...{ picture: digestOf(`picture ${i}`), path: `${i}.png`, width: 8, height: 8 },
      ...{ split: i < N ? 'test' : 'train', label: i % 2, ...(name === undefined ? {} : { group: name }) },
    };
  });
  return { version: 1, classes: ['good', 'scratch'], items };
}

/** A run that errs on every `every`th test picture. */
function predictions(manifest: Manifest, every: number): object[] {
  const header = {
    ...{ version: 1, task: 'classical', datasetDigest: digestOf('manifest'), split: 'test', classes: manifest.classes },
    ...{ scores: 'decision', threshold: null, protocol: { name: 'classification', parameters: {} } },
  };
  const lines = manifest.items.slice(0, N).map(({ picture, path, label }, i) => {
    const isRight = i % every !== 0;
    return { item: picture, path, truth: { label }, scores: isRight === (label === 1) ? [0.2, 0.8] : [0.8, 0.2] };
  });
  return [header, ...lines];
}

async function compareOn(name: string, manifest: Manifest) {
  await publishDatasetVersion(ctx, { name, manifest, format: 'folder-per-class' });
  const config = { ...classicalConfig, dataset: { name } };
  const other = { ...config, learner: { kind: 'linearSvm' as const, c: 1 } };
  await queueRuns(ctx, { config, experiment: name, label: 'sure', seeds: [0, 1] });
  await queueRuns(ctx, { config: other, experiment: name, label: 'shaky', seeds: [0, 1] });
  await queueRuns(ctx, {
    config: { ...other, learner: { kind: 'linearSvm', c: 2 } },
    experiment: name,
    label: 'old',
    seeds: [0],
  });
  await workAll(ctx, ({ label }) => ({
    figures: { 'test/accuracy': 0.5 },
    ...(label === 'old' ? {} : { predictions: predictions(manifest, label === 'sure' ? 30 : 3) }),
  }));
  const query = { experiment: name, metric: 'test/accuracy', baseline: 'shaky' };
  return (await compareExperiment(ctx, { ...query, pictures: true })).pictures ?? [];
}

it('tests on the same pictures from what the runs stored, and says which stored nothing', async () => {
  const [sure, old] = await compareOn(
    'single',
    manifestOf(() => undefined),
  );
  expect(sure).toMatchObject({ a: 'sure', b: 'shaky', split: 'test', pictures: N, groups: null, runs: { a: 2, b: 2 } });
  // 58 of 60 against 40 of 60 right.
  expect(sure?.figures[0]?.difference).toBeCloseTo(18 / 60, 12);
  expect(sure?.figures[0]?.p).toBeLessThan(0.01);
  expect(sure?.bySeed[1]?.mcnemar).toMatchObject({ onlyA: 18, onlyB: 0 });
  expect(old).toMatchObject({ a: 'old', figures: [], bySeed: [] });
  expect(old?.says).toBe('Nothing can be said: no run of old stored predictions on test pictures.');
});

it('draws whole parts where the data set names them', async () => {
  const [sure] = await compareOn(
    'parts',
    manifestOf((i) => `part ${Math.floor(i / 4)}`),
  );
  expect(sure?.groups).toBe(15);
  expect(sure?.bySeed[0]?.mcnemar).toBeNull();
});
