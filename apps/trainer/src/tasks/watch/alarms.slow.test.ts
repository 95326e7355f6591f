import { MethodConfig } from '@assay/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attemptTask, createTaskFixture, type TaskFixture } from '../testing/taskFixture';

/** Every method as it is meant, small, over a hundred steps: none may raise the alarm. */

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture({ perClass: { train: 16 }, isColoured: true });
});
afterAll(() => fixture.remove());

const RESNET = { kind: 'resnet', depth: 10, width: 4, stem: 'small' };
const VIT = { kind: 'vit', patch: 4, width: 24, depth: 2, heads: 2, pool: 'mean' };
const PAIR = { projector: [32, 16] };
const FOLLOWING = { momentum: 0.9 };

type Kind = MethodConfig['kind'];
const METHODS: Readonly<Record<Kind, { method?: object; backbone?: object }>> = {
  simclr: { method: PAIR },
  moco: { method: { ...PAIR, queue: 64, momentum: 0.9 } },
  mocoV3: { method: { ...PAIR, ...FOLLOWING, predictor: 16 } },
  byol: { method: { ...PAIR, ...FOLLOWING, predictor: 16 } },
  simsiam: { method: { projector: [32, 32], predictor: 8 } },
  barlowTwins: { method: { projector: [32, 32] } },
  vicreg: { method: { projector: [32, 32] } },
  swav: { method: { ...PAIR, prototypes: 16 } },
  dino: { method: { head: { hidden: 32, bottleneck: 16, outputs: 64 }, teacherMomentum: 0.9, frozenEpochs: 0 } },
  mae: { method: { decoder: { width: 16, depth: 1, heads: 2 } }, backbone: VIT },
  beit: { method: { tokenizer: { kind: 'random', codes: 16, codeWidth: 8 } }, backbone: VIT },
  simmim: { backbone: VIT },
  dvae: { method: { codes: 16, codeWidth: 8, decoderWidth: 16 } },
  vqKd: { method: { codes: 16, codeWidth: 8, decoder: { width: 16, depth: 1, heads: 2 } }, backbone: VIT },
  rotation: {},
  relativePosition: { method: { side: 4, hidden: [16] } },
  jigsaw: { method: { permutations: 8, side: 4, tileWidth: 16, hidden: [16] } },
  denoising: {},
  inpainting: { method: { adversarial: { weight: 0.001, width: 8 }, decoder: { width: 16 } } },
  colourisation: { method: { decoder: { width: 16 } } },
};

const BASE = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 3 },
  batchSize: 8,
  augment: { crop: { minScale: 0.5 }, flip: { horizontal: 0.5 }, colour: { probability: 0.8 } },
  watch: { signals: { everyEpochs: 3, sample: 32 } },
  schedule: { kind: 'constant' },
  optimizer: { kind: 'adamw', learningRate: 0.003 },
  epochs: 27,
};

async function watched(kind: Kind, method: object, backbone: object, more: object = {}) {
  const { events, figures } = await attemptTask(
    fixture,
    { ...BASE, ...more, backbone, method: { kind, ...method } },
    { run: kind },
  );
  const looks = events.filter((event) => event.kind === 'metric' && event.points.some(({ key }) => key === LOOK));
  return { alarms: events.filter((event) => event.kind === 'alarm'), looks: looks.length, figures };
}
const LOOK = 'features/std';

it.each(MethodConfig.options.map(({ shape }) => shape.kind.value))(
  'is silent on %s',
  async (kind) => {
    const { method = {}, backbone = RESNET } = METHODS[kind];
    const { alarms, looks } = await watched(kind, method, backbone);
    expect(looks).toBe(BASE.epochs / BASE.watch.signals.everyEpochs);
    expect(alarms).toEqual([]);
  },
  300_000,
);

const NEITHER = { predictor: null, momentum: 0, momentumEnd: 0 };

it('is raised on BYOL without predictor and slow target, whose embeddings become one', async () => {
  const more = { optimizer: { kind: 'adamw', learningRate: 0.01 }, epochs: 60 };
  const { alarms } = await watched('byol', { ...PAIR, ...NEITHER }, RESNET, more);
  expect(alarms).toContainEqual(
    expect.objectContaining({ kind: 'alarm', state: 'raised', signal: 'embedding', reason: 'zero' }),
  );
}, 300_000);

it('is silent on MoCo v3 without predictor and momentum: its negatives hold it apart', async () => {
  const bare = { ...PAIR, ...NEITHER };
  const { alarms, figures } = await watched('mocoV3', bare, RESNET);
  expect(alarms).toEqual([]);
  expect(figures['train/embeddingStd']).toBeGreaterThan(0.5);
}, 300_000);
