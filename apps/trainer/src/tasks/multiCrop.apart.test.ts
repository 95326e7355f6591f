import { openEngine, tensorCount } from '@assay/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeTensors } from './tensorFile';
import { attemptTask, createTaskFixture, type TaskFixture } from './testing/taskFixture';

const base = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  augment: { crop: {}, flip: { horizontal: 0.5 } },
  views: { local: { count: 2, size: 8 } },
  optimizer: { kind: 'adamw', learningRate: 0.01 },
  epochs: 4,
  batchSize: 4,
  checkpoint: { everyEpochs: 1 },
};
const DINO = {
  ...base,
  backbone: { kind: 'vit', patch: 4, width: 24, depth: 1, heads: 3 },
  method: { kind: 'dino', head: { hidden: 16, bottleneck: 8, outputs: 12 }, teacherMomentum: 0.5, frozenEpochs: 1.5 },
};
const SWAV = {
  ...base,
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  method: { kind: 'swav', projector: [16, 8], prototypes: 6, queue: { length: 6, startEpoch: 1 }, frozenEpochs: 1.5 },
};

let fixture: TaskFixture;
beforeAll(async () => {
  openEngine({ lanes: 2 });
  fixture = await createTaskFixture({ perClass: { train: 4, validation: 1, test: 1 } });
});
afterAll(() => fixture.remove());

async function tensorsOf(digest = '') {
  return decodeTensors(await fixture.artifacts.read(digest)).group('model');
}

describe.each([
  ['dino', DINO],
  ['swav', SWAV],
])('%s with small crops', (name, config) => {
  it('goes on from a checkpoint, made while its last layer was held, to the very same bytes', async () => {
    const whole = await attemptTask(fixture, config, { run: `whole-${name}` });
    const cut = await attemptTask(fixture, config, { run: `cut-${name}`, stopAt: { step: 2, reason: 'release' } });
    const resume = cut.artifact('checkpoint') ?? { digest: '', step: 0 };
    const resumed = await attemptTask(fixture, config, { run: `resumed-${name}`, resume });
    expect(resumed.startStep).toBe(2);
    expect(resumed.artifact('weights')).toEqual(whole.artifact('weights'));
    expect(resumed.artifact('checkpoint')).toEqual(whole.artifact('checkpoint'));
  }, 60_000);

  it('reports its schedules and what shows a collapse, and leaves no tensor behind', async () => {
    const tensors = tensorCount();
    const { figures } = await attemptTask(fixture, config, { run: `curves-${name}` });
    const curves = {
      dino: ['loss', 'teacherEntropy', 'kl', 'teacherMomentum', 'teacherTemperature', 'lastLayerLearns'],
      swav: ['loss', 'codeEntropy', 'prototypeEntropy', 'prototypesLearn', 'queueFills'],
    }[name];
    for (const curve of curves ?? []) expect(figures[`train/${curve}`], curve).toEqual(expect.any(Number));
    expect(curves).toBeDefined();
    expect(tensorCount()).toBe(tensors);
  }, 60_000);
});

it("keeps DINO's teacher", async () => {
  const run = await attemptTask(fixture, DINO, { run: 'teacher' });
  const kept = await tensorsOf(run.artifact('weights')?.digest);
  const all = await tensorsOf(run.artifact('checkpoint')?.digest);
  const name = 'blocks.0.attn.qkv.weight';
  expect(kept.get(name)?.data).toEqual(all.get(`teacher.${name}`)?.data);
  expect(kept.get(name)?.data).not.toEqual(all.get(name)?.data);
  expect([...kept.keys()].filter((key) => /^(head|teacher|center)/.test(key))).toEqual([]);
}, 60_000);

it.each([DINO.method, SWAV.method])('refuses small crops that are not made of patches: $kind', async (method) => {
  const config = { ...DINO, method, views: { local: { count: 2, size: 10 } } };
  await expect(attemptTask(fixture, config)).rejects.toThrow(
    /method: small crops of 10 pixels \(views.local.size\) are not made of patches of 4/,
  );
});
