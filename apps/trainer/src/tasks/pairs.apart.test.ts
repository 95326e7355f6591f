import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type Item } from '@assay/contracts';
import { encodePng, openPack } from '@assay/data';
import { openEngine } from '@assay/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attemptTask, createTaskFixture, type TaskFixture } from './testing/taskFixture';

const CONFIG = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  augment: { crop: {}, flip: { horizontal: 0.5 } },
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  method: { kind: 'simclr', projector: [16, 8] },
  optimizer: { kind: 'adamw', learningRate: 0.01 },
  epochs: 2,
  batchSize: 4,
  checkpoint: { everyEpochs: 1 },
};

let fixture: TaskFixture;
beforeAll(async () => {
  openEngine({ lanes: 2 });
  fixture = await createTaskFixture({ perClass: { train: 4, validation: 1, test: 1 } });
});
afterAll(() => fixture.remove());

/** The same pictures with more said of each. */
async function withItems(change: (item: Item, row: number) => Item): Promise<TaskFixture> {
  const manifest = { ...fixture.manifest, items: fixture.manifest.items.map(change) };
  const { digest: datasetDigest } = await fixture.artifacts.put(Buffer.from(canonicalJson(manifest)));
  return { ...fixture, manifest, datasetDigest };
}

/** One sound picture for every two, which is no item itself. */
async function withTemplates(): Promise<{ paired: TaskFixture; templates: string[] }> {
  const templates: string[] = [];
  for (let grey = 0; grey < fixture.manifest.items.length / 2; grey++) {
    const data = new Uint8Array(16 * 16).fill(20 * grey);
    templates.push((await fixture.artifacts.put(encodePng({ width: 16, height: 16, channels: 1, data }))).digest);
  }
  const paired = await withItems((item, row) => ({ ...item, partner: { template: templates[row >> 1] ?? '' } }));
  return { paired, templates };
}

it('learns from a picture beside its template, which is packed after the pictures, and goes on to the same bytes', async () => {
  const { paired, templates } = await withTemplates();
  const config = { ...CONFIG, views: { pairs: 'template' } };
  const before = await packs();
  const whole = await attemptTask(paired, config, { run: 'templates' });
  const [made] = (await packs()).filter((name) => !before.includes(name));
  const pack = await openPack(join(fixture.folder, 'packs', made ?? ''));
  expect(pack.items).toBe(fixture.manifest.items.length + templates.length);
  const last = await pack.read([pack.items - 1]);
  expect(new Set(last)).toEqual(new Set([20 * (templates.length - 1)]));
  await pack.close();

  const cut = await attemptTask(paired, config, { run: 'cut', stopAt: { step: 2, reason: 'release' } });
  const resumed = await attemptTask(paired, config, { run: 'resumed', resume: cut.artifact('checkpoint') ?? NEVER });
  expect(resumed.artifact('weights')).toEqual(whole.artifact('weights'));
  const alone = await attemptTask(paired, CONFIG, { run: 'alone' });
  expect(alone.artifact('weights')).not.toEqual(whole.artifact('weights'));
}, 60_000);

it('learns from two pictures of a group', async () => {
  const grouped = await withItems((item, row) => ({ ...item, group: `part ${row >> 1}` }));
  const run = await attemptTask(grouped, { ...CONFIG, views: { pairs: 'group' } }, { run: 'groups' });
  const alone = await attemptTask(grouped, CONFIG, { run: 'ungrouped' });
  expect(run.figures['train/loss']).toEqual(expect.any(Number));
  expect(run.artifact('weights')?.digest).not.toBe(alone.artifact('weights')?.digest);
}, 60_000);

it.each(['group', 'template'])('says that there is no %s', async (pairs) => {
  await expect(attemptTask(fixture, { ...CONFIG, views: { pairs } })).rejects.toThrow(/views.pairs: no picture has a/);
});

it('is refused where a method has one view', async () => {
  const grouped = await withItems((item) => ({ ...item, group: 'one part' }));
  const config = { ...CONFIG, method: { kind: 'denoising' }, views: { pairs: 'group' } };
  await expect(attemptTask(grouped, config)).rejects.toThrow(/"group", but denoising looks at one view of a picture/);
});

const NEVER = { digest: '', step: 0 };
const packs = () => readdir(join(fixture.folder, 'packs')).catch((): string[] => []);
