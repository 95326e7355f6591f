import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRandom, decodePicture, encodePng } from '@assay/data';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runJson, runMain } from '../testing/runMain';

// A child loads the native engine, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'assay-regions-'));
const plates = join(folder, 'plates');
const config = join(folder, 'spots.json');
const SIDE = 32;

beforeAll(() => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  for (let n = 0; n < 3; n++) {
    writePlate(join(plates, 'train', 'good', `${n}.png`), { seed: n, spot: null });
    writePlate(join(plates, 'test', 'good', `${n}.png`), { seed: 10 + n, spot: null });
    writePlate(join(plates, 'test', 'spot', `${n}.png`), { seed: 20 + n, spot: 6 + 4 * n });
    const mask = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (isSpot(i, 6 + 4 * n) ? 255 : 0));
    writePicture(join(plates, 'ground_truth', 'spot', `${n}_mask.png`), mask);
  }
  const from = { kind: 'threshold', method: 'fixed', level: 90 };
  writeFileSync(
    config,
    JSON.stringify({ task: 'classical', dataset: { name: 'plates' }, regions: { output: 'masks', from, minArea: 9 } }),
  );
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function isSpot(i: number, at: number): boolean {
  const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
  return x >= at && x < at + 6 && y >= at && y < at + 5;
}

function writePlate(path: string, { seed, spot }: { seed: number; spot: number | null }): void {
  const random = createRandom(seed, 'plate');
  const dark = (i: number): boolean => spot !== null && isSpot(i, spot);
  writePicture(
    path,
    Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (dark(i) ? 30 : 140) + Math.floor(random.uniform() * 40)),
  );
}

function writePicture(path: string, data: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, encodePng({ width: SIDE, height: SIDE, channels: 1, data }));
}

describe('a run with regions', () => {
  it('is queued, measured, compared, promoted and asked like every other', async () => {
    expect(await runJson('dataset', 'import', plates, '--name', 'plates')).toMatchObject({ annotations: { masks: 3 } });
    const queued = await runJson('run', config, '--experiment', 'Spots?', '--wait');
    const { runs } = queued as { runs: string[] };
    const [id = ''] = runs;
    expect(queued).toMatchObject({ results: [{ status: 'succeeded', metrics: { 'test/iou/mean': 1 } }] });
    expect(await runJson('compare', '--experiment', 'Spots?', '--metric', 'test/iou/mean')).toMatchObject({
      groups: [{ key: 'spots', n: 1, mean: 1 }],
    });
    expect(await runJson('model', 'register', id, '--name', 'plates')).toMatchObject({ version: 1 });
    const promoted = await runJson('model', 'promote', 'plates', '1', '--to', 'production', '--reason', 'the first');
    expect(promoted).toMatchObject({ evidence: { metric: 'test/iou/mean', value: 1 } });

    const paths = [join(plates, 'test', 'spot', '1.png'), join(plates, 'test', 'good', '1.png')];
    const answers = (await runJson('predict', '--model', 'plates', ...paths)) as { mask: string }[];
    expect(answers).toMatchObject([
      { path: paths[0], class: 'spot', model: 'plates', version: 1, maskClasses: ['background', 'spot'] },
      { path: paths[1], class: 'good', scores: {} },
    ]);
    // Without --out a mask is written below the installation's own folder.
    expect(answers[0]?.mask).toContain(join(folder, 'home'));
    const mask = await decodePicture(readFileSync(answers[0]?.mask ?? ''));
    expect([...mask.data]).toEqual(Array.from({ length: SIDE * SIDE }, (_, i) => (isSpot(i, 10) ? 1 : 0)));
  });

  it.each([
    [['regions.from.kind=template'], 'has no template'],
    [['regions.search={}'], 'no picture of the split "train" has a mask, which regions.search needs'],
    [['regions.classes=learner'], 'which regions.classes = learner needs'],
    [['regions.minArea=0'], 'regions.minArea'],
  ])('with %j is refused before it is queued', async ([setting = ''], word) => {
    const [path = ''] = setting.split('=');
    const regions = { output: 'masks', from: { kind: 'threshold', method: 'otsu' } };
    const value = setting === 'regions.from.kind=template' ? ['regions.from={"kind":"template"}'] : [setting];
    const file = join(folder, 'changed.json');
    writeFileSync(file, JSON.stringify({ task: 'classical', dataset: { name: 'plates' }, regions }));
    const { code, err } = await runMain('run', file, '--set', ...value);
    expect([code, path, err]).toEqual([2, path, expect.stringContaining(word)]);
  });

  it('says which annotation is missing', async () => {
    const bare = join(folder, 'bare');
    writePlate(join(bare, 'good', '0.png'), { seed: 1, spot: null });
    writePlate(join(bare, 'spot', '0.png'), { seed: 2, spot: 5 });
    await runJson('dataset', 'import', bare, '--name', 'bare');
    const { code, err } = await runMain('run', config, '--set', 'dataset.name=bare');
    expect([code, err]).toEqual([2, expect.stringContaining('dataset "bare": no picture has a mask')]);
  });
});
