import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PretrainConfig, RunEvent } from '@assay/contracts';
import { decodeSafetensors, openEngine } from '@assay/engine';
import { appendRunEvents, claimJob, finishJob, getRun, openArtifacts, type RunLease } from '@assay/store';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readEnvironment } from '../env';
import { encodeCheckpoint } from '../tasks/checkpoint';
import { modelTensors } from '../tasks/network';
import { buildPretraining } from '../tasks/pretrain';
import { decodeTensors, encodeTensors } from '../tasks/tensorFile';
import { writeClassFolders } from '../testing/pictures';
import { queueConfig } from '../testing/queueConfig';
import { runJson, runMain } from '../testing/runMain';
import { readAssignment } from '../worker/readAssignment';

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'assay-export-'));
const STEP = 8;
const PRETRAIN = {
  task: 'pretrain',
  dataset: { name: 'parts' },
  input: { size: 32, pack: 32, channels: 1 },
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  // What it keeps is its teacher, beside the network that learns.
  method: { kind: 'dino', head: { hidden: 8, bottleneck: 8, outputs: 16 } },
  watch: { knn: { k: 3 } },
  batchSize: 4,
};
let run = '';
let best: Buffer;

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  openEngine();
  writeClassFolders(join(folder, 'parts'), 8);
  await runJson('dataset', 'import', join(folder, 'parts'), '--name', 'parts');
  await runJson('dataset', 'split', 'parts', '--stratify');
  run = await queueConfig(folder, PRETRAIN);
  const config = (await getRun(database.db, run))?.config as PretrainConfig; // as it was queued
  const artifacts = openArtifacts(readEnvironment().artifactsUrl);
  // Two states of one pretraining: networks as two seeds draw them.
  best = stateOf({ ...config, seed: 5 }, 'checkpoint');
  await end([
    { kind: 'artifact', artifact: 'checkpoint', name: 'best.safetensors', step: STEP, ...(await artifacts.put(best)) },
    {
      ...{ kind: 'artifact', artifact: 'weights', name: 'weights.safetensors', step: 2 * STEP },
      ...(await artifacts.put(stateOf(config, 'weights'))),
    },
  ]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function end(events: readonly RunEvent[]): Promise<void> {
  const claimed = await claimJob(database.db, { owner: 'test worker', kinds: ['run'] });
  if (claimed?.kind !== 'run') throw new Error('there was no run to claim');
  await appendRunEvents(database.db, claimed.lease, events);
  await finishJob(database.db, claimed.lease, { status: 'succeeded' });
}

function stateOf(config: PretrainConfig, kind: 'checkpoint' | 'weights'): Buffer {
  const { encoder, parameters, optimizer, dispose } = buildPretraining(config);
  const identity = { configDigest: 'c'.repeat(64), datasetDigest: 'd'.repeat(64), engine: 'test' };
  const bytes =
    kind === 'weights'
      ? encodeTensors(modelTensors([encoder]), {})
      : encodeCheckpoint(STEP, { parameters, optimizer }, identity);
  dispose();
  return bytes;
}

/** The tensors of an exported file, by name. */
const exported = (file: string) => decodeSafetensors(readFileSync(file)).tensors;

describe('assay export --which', () => {
  it('writes the best checkpoint’s network, the one that the method keeps, and the last weights without it', async () => {
    const out = join(folder, 'out.safetensors');
    const parameters = ['export', run, '--format', 'safetensors', '--part', 'encoder', '--out', out];
    const answer = await runJson(...parameters, '--which', 'best');
    expect(answer).toMatchObject({ from: { kind: 'run', name: run, which: 'best', step: STEP } });
    expect(answer).toMatchObject({ parity: { output: 'features', largestDifference: 0 } });
    const found = exported(out);
    const state = decodeTensors(best).group('model');
    const teacher = [...state.keys()].filter((name) => name.endsWith('.conv1.weight') && !name.includes('layer'));
    expect(teacher).toHaveLength(1);
    expect([...(found.get('conv1.weight')?.data ?? [])]).toEqual([...(state.get(teacher[0] ?? '')?.data ?? [])]);

    const last = await runJson(...parameters);
    expect(last).toMatchObject({ from: { kind: 'run', name: run, which: 'last' } });
    expect([...(exported(out).get('conv1.weight')?.data ?? [])]).not.toEqual([
      ...(found.get('conv1.weight')?.data ?? []),
    ]);
  });

  it('refuses in one line where there is no best one, with exit code 2, and writes nothing', async () => {
    const out = join(folder, 'none.safetensors');
    const unwatched = await queueConfig(folder, { ...PRETRAIN, watch: {} });
    await end([]);
    const unlooked = await queueConfig(folder, { ...PRETRAIN, epochs: 3 });
    for (const [ref, which, message] of [
      [run, 'first', /--which: "first".*last or best/],
      [unwatched, 'best', /--which: "best", but run \w+ is watched by no probe.*watch\.knn or watch\.linear/],
      [unlooked, 'best', /--which: "best", but run \w+ has stored no best checkpoint: it is queued/],
    ] as const) {
      const parameters = ['--format', 'safetensors', '--out', out, '--which', which] as const;
      const { code, out: printed, err } = await runMain('export', ref, ...parameters, '--json');
      expect(err).toMatch(message);
      expect([code, printed, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    }
    expect(existsSync(out)).toBe(false);
  });
});

it('a run that starts from the best is given that checkpoint, and the config that reads it', async () => {
  const { dataset, input, backbone } = PRETRAIN;
  const probe = await queueConfig(folder, {
    task: 'probe',
    dataset,
    input,
    backbone,
    init: { kind: 'run', id: run, which: 'best' },
  });
  const machine = { artifactsUrl: 'file:none', home: folder, threads: 1, memoryBytesMax: 1e9 };
  const lease = { run: probe, attempt: 1 } as RunLease; // all that is read of it
  const { initialWeights, initialCheckpointOf } = await readAssignment(database.db, lease, machine);
  expect(initialWeights).toBe((await openArtifacts(readEnvironment().artifactsUrl).put(best)).digest);
  expect(initialCheckpointOf).toMatchObject({ task: 'pretrain', method: { kind: 'dino' } });
});
