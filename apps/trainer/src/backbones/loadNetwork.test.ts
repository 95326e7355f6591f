import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackboneConfig, PretrainConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { createBackbone, createRng, createTrainingProgram, toTensors } from '@assay/ssl-core';
import { afterAll, expect, test } from 'vitest';
import { repositoryRoot } from '../env';
import { buildBackbone } from '../tasks/network';
import { buildPretraining } from '../tasks/pretrain';
import { randomFeeds } from '../tasks/profile';
import { loadNetwork, pinNetwork } from './loadNetwork';

const EXAMPLE = join(repositoryRoot(), 'examples/networks/tiny.backbone.ts');
const folder = mkdtempSync(join(tmpdir(), 'networks-'));
const rng = createRng(0);

afterAll(() => rmSync(folder, { recursive: true }));

/** A file's backbone, pinned to what it holds. */
async function pinned(file: string, options = {}) {
  return pinNetwork(BackboneConfig.parse({ kind: 'module', file, options }));
}

async function written(name: string, code: string) {
  const file = join(folder, `${name}.backbone.ts`);
  writeFileSync(file, code);
  return pinned(file);
}

test('the example of the guide is the file itself, and gives a network', async () => {
  const guide = readFileSync(join(repositoryRoot(), 'docs/guides/backbones.md'), 'utf8');
  expect(guide).toContain(readFileSync(EXAMPLE, 'utf8'));
  const config = await pinned(EXAMPLE, { width: 4 });
  await loadNetwork(config);
  const backbone = createBackbone(config, { inputSize: 16, channels: 3, rng });
  expect(backbone.featureDimension).toBe(16);
  expect(backbone.parameters.slice(0, 2).map(({ name }) => name)).toEqual([
    'layers.0.conv.weight',
    'layers.0.norm.weight',
  ]);
  tf.tidy(() => {
    const maps = backbone.stages(tf.zeros([1, 16, 16, 3]), { training: false });
    expect(maps.map(({ shape }) => shape.slice(1))).toEqual([
      [8, 8, 4],
      [4, 4, 8],
      [2, 2, 16],
    ]);
  });
  backbone.dispose();
});

test('it learns: a compiled step of SimCLR changes its weights', async () => {
  const backbone = await pinned(EXAMPLE, { width: 4 });
  await loadNetwork(backbone);
  const config = PretrainConfig.parse({
    task: 'pretrain',
    dataset: { name: 'any' },
    input: { size: 16 },
    backbone,
    method: { kind: 'simclr', projector: [8, 4] },
    optimizer: { kind: 'sgd' },
    batchSize: 4,
  });
  const pretraining = buildPretraining(config);
  const feeds = randomFeeds(config);
  // Its file may drop paths, so that it is fed a seed.
  expect(Object.keys(feeds.arrays)).toContain('dropoutSeed');
  const weight = pretraining.parameters[0]?.variable;
  const before = weight?.dataSync().slice();
  const { clipNorm, clipValue } = config;
  const { program, close } = createTrainingProgram({ ...pretraining, clipNorm, clipValue, feeds, engine: 'compiled' });
  const tensors = { ...toTensors(feeds.arrays), learningRate: tf.scalar(0.1) };
  tf.dispose([program.run('step', tensors), tensors]);
  close();
  expect(weight?.dataSync()).not.toEqual(before);
  pretraining.dispose();
});

test('faults are told with file and line', async () => {
  const throwing = await written(
    'throwing',
    'export const createNetwork = () => {\n  throw new Error("no such layer");\n};\n',
  );
  await loadNetwork(throwing);
  const input = { size: 8, channels: 3, resize: 'stretch', mean: [0], std: [1] } as const;
  const build = (backbone: BackboneConfig) =>
    buildBackbone({ backbone, input: { ...input, mean: [0], std: [1] }, seed: 0 });
  expect(() => build(throwing)).toThrow(/throwing\.backbone\.ts:2:\d+: no such layer/);

  const silent = await written('silent', 'export const other = 1;\n');
  await expect(loadNetwork(silent)).rejects.toThrow('silent.backbone.ts: it exports no function createNetwork');

  const broken = await written('broken', 'const a = 1;\nconst = 2;\n');
  await expect(loadNetwork(broken)).rejects.toThrow(/broken\.backbone\.ts:2/);

  const empty = await written(
    'empty',
    'export const createNetwork = () => ({ featureDimension: 3, stages: (x: unknown) => [x] });\n',
  );
  await loadNetwork(empty);
  expect(() => build(empty)).toThrow('made no parameters in its scope');
});

test('a file that is not what the run was queued with is refused', async () => {
  const config = await written('changing', 'export const createNetwork = () => 1;\n');
  writeFileSync(join(folder, 'changing.backbone.ts'), 'export const createNetwork = () => 2;\n');
  await expect(loadNetwork(config)).rejects.toThrow('the file is not what the run was queued with');
});
