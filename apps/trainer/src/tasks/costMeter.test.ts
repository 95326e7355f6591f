import { afterAll, beforeAll, expect, test } from 'vitest';
import { attemptTask, createTaskFixture, type TaskFixture } from './testing/taskFixture';

const base = { dataset: { name: 'spots' }, input: { size: 16, pack: 16, channels: 1 } };
const resnet = { backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' } };
const classical = { ...base, task: 'classical', features: { kind: 'histogram', bins: 8 } };

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture();
});
afterAll(() => fixture.remove());

test.each([
  [classical, 4000],
  [{ ...classical, learner: { kind: 'nearest' }, goodOnly: { cuts: { size: 8, stride: 8 } } }, 4000],
  [{ ...base, ...resnet, task: 'probe', probe: { kind: 'knn', k: 3 } }, 200_000],
])('says what a run costs: %o', async (config, most) => {
  const run = await attemptTask(fixture, config, { run: 'cost', isTimed: true });
  const bytes = run.events.flatMap((event) =>
    event.kind === 'artifact' && ['weights', 'model'].includes(event.artifact) ? [event.bytes] : [],
  );
  expect(bytes).toHaveLength(2);
  expect(run.figures['cost/modelBytes']).toBe(bytes.reduce((sum, size) => sum + size, 0));
  expect(run.figures['cost/modelBytes']).toBeLessThan(most);
  expect(run.figures['cost/trainSeconds']).toBeGreaterThan(0);
  expect(run.figures['cost/msPerPicture']).toBeGreaterThan(0);
});

test('a run that went on from a checkpoint has not trained all of it', async () => {
  const config = { ...base, ...resnet, task: 'finetune', epochs: 2, batchSize: 4, checkpoint: { everyEpochs: 1 } };
  const cut = await attemptTask(fixture, config, { run: 'cut', stopAt: { step: 4, reason: 'release' } });
  expect(cut.figures['cost/trainSeconds']).toBeUndefined();
  const logs: string[] = [];
  const resumed = await attemptTask(fixture, config, {
    run: 'resumed',
    resume: cut.artifact('checkpoint') ?? { digest: '', step: 0 },
    onLog: (message) => logs.push(message),
  });
  expect(resumed.startStep).toBe(4);
  expect(resumed.figures['cost/trainSeconds']).toBeUndefined();
  expect(resumed.figures['cost/modelBytes']).toBeGreaterThan(0);
  expect(logs.join()).toMatch(/cost\/trainSeconds is left out: the run went on from a checkpoint/);
});
