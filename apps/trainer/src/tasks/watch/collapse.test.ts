import { afterAll, beforeAll, expect, it } from 'vitest';
import { attemptTask, createTaskFixture, type TaskFixture } from '../testing/taskFixture';

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture({ perClass: { train: 8 } });
});
afterAll(() => fixture.remove());

const BASE = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  batchSize: 8,
  augment: { crop: { minScale: 0.5 }, flip: { horizontal: 0.5 }, colour: { probability: 0.8 } },
  watch: { signals: { everyEpochs: 3, sample: 16 } },
  schedule: { kind: 'constant' },
};
const VICREG = { kind: 'vicreg', projector: [32, 32] };
const DINO = {
  kind: 'dino',
  head: { hidden: 32, bottleneck: 16, outputs: 64 },
  teacherMomentum: 0.9,
  frozenEpochs: 0,
};

async function attempt(run: string, config: object) {
  const { events } = await attemptTask(fixture, { ...BASE, ...config }, { run });
  const alarms = events.flatMap((event) => (event.kind === 'alarm' ? [event] : []));
  const warnings = events.flatMap((event) =>
    event.kind === 'log' && event.level === 'warning' ? [event.message] : [],
  );
  return { alarms, warnings };
}

const SHORT = { optimizer: { kind: 'adamw', learningRate: 0.003 }, epochs: 24 };

it.each([
  ['vicreg', VICREG],
  ['dino', DINO],
])('is silent on %s as it is meant', async (name, method) => {
  const { alarms, warnings } = await attempt(`${name}-sound`, { ...SHORT, method });
  expect(alarms).toEqual([]);
  expect(warnings.filter((line) => line.includes('collapse'))).toEqual([]);
});

it('raises the alarm on dino without centring, whose outputs become one', async () => {
  const { alarms, warnings } = await attempt('dino-collapsed', { ...SHORT, method: { ...DINO, centering: false } });
  expect(alarms).toEqual([
    expect.objectContaining({ kind: 'alarm', state: 'raised', signal: 'entropy', reason: 'zero' }),
  ]);
  const [alarm] = alarms;
  expect(alarm?.since).toBeLessThan(alarm?.step ?? 0);
  expect(alarm?.value).toBeLessThan(alarm?.limit ?? 0);
  expect(warnings.some((line) => line.includes(`since step ${alarm?.since}`))).toBe(true);
});
