import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pca, trustworthiness } from '@assay/classical';
import { decodePicture } from '@assay/data';
import { appendRunEvents, claimJob, finishJob, getRun, openArtifacts } from '@assay/store';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readEnvironment } from '../env';
import { buildBackbone, modelTensors } from '../tasks/network';
import { encodeTensors } from '../tasks/tensorFile';
import { writeClassFolders } from '../testing/pictures';
import { queueConfig } from '../testing/queueConfig';
import { runJson, runMain } from '../testing/runMain';

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'assay-embed-'));
const parts = join(folder, 'parts');
const STEP = 7;
/** Ids of a run that keeps the weights of its network, and of one that has no network. */
const runs = { network: '', gradients: '' };

type Point = { picture: string; path: string; class: string | null; x: number; y: number };
type Answer = { trustworthiness: number | null; points: Point[] };

beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  writeClassFolders(parts, 8);
  await runJson('dataset', 'import', parts, '--name', 'parts');
  await runJson('dataset', 'split', 'parts', '--stratify', '--train', '.5', '--validation', '.25', '--test', '.25');
  const shared = { dataset: { name: 'parts' }, input: { size: 32, pack: 32, channels: 1 } };
  runs.gradients = await queueConfig(folder, { task: 'classical', ...shared });
  await end({});
  const backbone = { kind: 'resnet', depth: 10, width: 4, stem: 'small' };
  runs.network = await queueConfig(folder, { task: 'finetune', ...shared, backbone });
  await end({ keepsWeights: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Ends the queued run as a worker would, with the weights that its network was drawn with. */
async function end({ keepsWeights = false }: { keepsWeights?: boolean }): Promise<void> {
  const claimed = await claimJob(database.db, { owner: 'test worker', kinds: ['run'] });
  if (claimed?.kind !== 'run') throw new Error('there was no run to claim');
  const run = await getRun(database.db, claimed.lease.run);
  if (keepsWeights && run && 'backbone' in run.config) {
    const { parameters, dispose } = buildBackbone(run.config);
    const bytes = encodeTensors(modelTensors([{ parameters }]), {});
    dispose();
    const stored = await openArtifacts(readEnvironment().artifactsUrl).put(bytes);
    const weights = { artifact: 'weights', name: 'weights.safetensors', step: STEP } as const;
    await appendRunEvents(database.db, claimed.lease, [{ kind: 'artifact', ...weights, ...stored }]);
  }
  await finishJob(database.db, claimed.lease, { status: 'succeeded' });
}

const embed = (...rest: string[]) => ['embed', '--run', runs.network, '--dataset', 'parts', ...rest];

describe('assay embed', () => {
  it('prints the places of the pictures by the features that `assay features` writes, and draws them', async () => {
    const out = join(folder, 'map.png');
    const answer = (await runJson(...embed('--method', 'pca', '--out', out))) as Answer;
    expect(answer).toMatchObject({
      run: runs.network,
      step: STEP,
      dataset: { name: 'parts', version: 2 },
      split: null,
      method: 'pca',
      dimension: 32,
      neighbours: 5,
      out,
    });
    const { points } = answer;
    expect(points.map((point) => `${point.class}/`)).toEqual(points.map(({ path }) => path.replace(/[^/]+$/, '')));

    const file = join(folder, 'features.npy');
    const paths = points.map(({ path }) => join(parts, path));
    await runJson('features', '--weights', runs.network, ...paths, '--out', file);
    const bytes = readFileSync(file);
    const values = new Float32Array(new Uint8Array(bytes.subarray(10 + bytes.readUInt16LE(8))).buffer);
    const features = { values, dimension: 32 };
    const { coordinates } = pca(features);
    for (const [n, { x, y }] of points.entries()) {
      expect(x).toBeCloseTo(coordinates[2 * n] ?? Number.NaN, 4);
      expect(y).toBeCloseTo(coordinates[2 * n + 1] ?? Number.NaN, 4);
    }
    const map = { values: points.flatMap(({ x, y }) => [x, y]), dimension: 2 };
    expect(answer.trustworthiness).toBeCloseTo(trustworthiness(features, map), 6);
    const picture = await decodePicture(readFileSync(out));
    expect(new Set(picture.data).size).toBeGreaterThan(2);
  });

  it.each(['tsne', 'umap'])('gives the same map by %s again, and of one split alone', async (method) => {
    const first = (await runJson(...embed('--method', method))) as Answer;
    expect(await runJson(...embed('--method', method))).toEqual(first);
    expect(first.points).toHaveLength(16);
    const test = (await runJson(...embed('--method', method, '--split', 'test'))) as Answer;
    expect(test).toMatchObject({ split: 'test', method, trustworthiness: null });
    expect(test.points).toHaveLength(4);
  });

  it('refuses in one line, with exit code 2, and draws nothing', async () => {
    const out = join(folder, 'none.png');
    for (const [parameters, message] of [
      [embed('--method', 'isomap'), /--method: "isomap".*pca, tsne, umap/],
      [embed('--method', 'pca', '--step', '3'), /nothing is kept of step 3.*steps that are kept: 7/],
      [embed('--method', 'pca', '--limit', '3'), /--limit: .*3/],
      [embed('--method', 'pca', '--split', 'unlabelled'), /0 pictures in "unlabelled".*at least 4/],
      [['embed', '--run', runs.gradients, '--dataset', 'parts', '--method', 'pca'], /a classical run has no network/],
      [['embed', '--run', 'zzzz', '--dataset', 'parts', '--method', 'pca'], /there is no run "zzzz"/],
    ] as const) {
      const { code, out: printed, err } = await runMain(...parameters, '--out', out, '--json');
      expect(err).toMatch(message);
      expect([code, printed, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    }
    expect(existsSync(out)).toBe(false);
    for (const [path, message] of [
      [join(folder, 'none', 'x.png'), /--out: there is no folder/],
      [folder, /--out: .* is a folder/],
    ] as const) {
      const { code, err } = await runMain(...embed('--method', 'pca'), '--out', path);
      expect(err).toMatch(message);
      expect(code).toBe(2);
    }
  });
});
