import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PretrainConfig } from '@assay/contracts';
import { openEngine } from '@assay/engine';
import { openArtifacts } from '@assay/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTaskFixture, type TaskFixture } from '../../apps/trainer/src/tasks/testing/taskFixture';
import type { Prepared } from './datasets';
import type { Order } from './orders';
import { measureHog, measureProbes, probeConfigs } from './probes';
import { createSession, type Session } from './session';

let fixture: TaskFixture;
let dataset: Prepared;
let session: Session;
const workFolder = mkdtempSync(join(tmpdir(), 'assay-session-'));
const config = PretrainConfig.parse({
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  augment: { crop: {} },
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  method: { kind: 'simclr', projector: [8] },
  epochs: 3,
  batchSize: 8,
});

beforeAll(async () => {
  // kNN asks 20 neighbours.
  fixture = await createTaskFixture({ perClass: { train: 24, validation: 3, test: 6 } });
  dataset = {
    name: 'spots',
    isColoured: false,
    digest: fixture.datasetDigest,
    artifactsUrl: fixture.artifactsUrl,
    packFolder: join(fixture.folder, 'packs'),
    input: { size: 16, pack: 16, channels: 1 },
    trainPictures: 48,
    testPictures: 12,
  };
  const order: Order = { phase: 'calibrate', config, seconds: 1, dataset, seed: 0, threads: 2, workFolder };
  session = createSession(order, openEngine());
});
afterAll(async () => {
  await fixture.remove();
  rmSync(workFolder, { recursive: true });
});

test('pretrains as the trainer does, keeps the weights apart from the data set, and probes them', async () => {
  const times: number[] = [];
  const run = await session.run(config, { onStep: (at) => times.push(at) });
  expect([run.steps, times.length, run.stopped]).toEqual([18, 18, false]);
  const weights = run.artifact('weights') ?? '';
  expect(await session.artifacts.has(weights)).toBe(true);
  expect(await openArtifacts(fixture.artifactsUrl).has(weights)).toBe(false);
  expect(session.notePeak()).toBeGreaterThan(50);

  const pretrained = await measureProbes(session, probeConfigs(config), weights);
  expect(pretrained.knn.accuracy).toBeGreaterThan(0.8);
  expect(pretrained.linear.accuracy).toBeGreaterThan(0.8);
  expect(pretrained.majorityShare).toBe(0.5);
  expect(pretrained.knn.protocol).toMatchObject({ parameters: { probe: { kind: 'knn', k: 20, temperature: 0.07 } } });
});

test('a run is stopped between two steps', async () => {
  const run = await session.run(config, { onStep: (_, stop) => stop() });
  expect(run.stopped).toBe(true);
  expect(run.steps).toBeLessThan(18);
});

test('histograms of gradients are measured by the same probes', async () => {
  const found = await measureHog(openArtifacts(fixture.artifactsUrl), dataset);
  expect(found.linear.accuracy).toBeGreaterThan(0.8);
  expect(found.knn.protocol).toMatchObject({ parameters: { probe: { kind: 'knn', k: 20 } } });
});
