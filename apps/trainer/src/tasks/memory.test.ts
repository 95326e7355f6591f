import { InputError } from '@assay/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attemptTask, createTaskFixture, type TaskFixture } from './testing/taskFixture';

const MEGABYTE = 2 ** 20;
const LARGE = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 96, pack: 96, channels: 1 },
  backbone: { kind: 'resnet', depth: 10, width: 32, stem: 'small' },
  method: { kind: 'simclr', projector: [8] },
  batchSize: 16,
  epochs: 1,
};

let fixture: TaskFixture;
beforeAll(async () => {
  fixture = await createTaskFixture();
  // Loads the runtime, which would count as growth otherwise.
  await attemptTask(fixture, { ...LARGE, batchSize: 2 });
});
afterAll(() => fixture.remove());

/** A limit under which a run may plan with so much more than this process uses now. */
const withLeft = (megabytes: number) => process.memoryUsage.rss() + (megabytes / 0.9) * MEGABYTE;

async function refusalOf(config: unknown, megabytes: number): Promise<string> {
  const run = attemptTask(fixture, config, { memoryBytesMax: withLeft(megabytes) });
  await expect(run).rejects.toThrow(InputError);
  return run.then(
    () => '',
    (error: Error) => error.message,
  );
}

describe('a run that would not fit', () => {
  it('is refused before its first step, with a batch that fits and does run', async () => {
    const message = await refusalOf(LARGE, 500);
    expect(message).toMatch(/^batchSize: 16 needs about \d+ MB of memory, and \d+ MB are left for it/);
    const [, batchSize = '', parts = ''] = /a batchSize of (\d+) fits, or accumulateSteps=(\d+)/.exec(message) ?? [];
    expect(Number(batchSize)).toBeGreaterThanOrEqual(2);
    expect(Number(batchSize)).toBeLessThan(16);
    for (const change of [{ batchSize: Number(batchSize) }, { accumulateSteps: Number(parts) }]) {
      const run = await attemptTask(fixture, { ...LARGE, ...change }, { memoryBytesMax: withLeft(520) });
      expect(run.figures['train/loss']).toBeGreaterThan(0);
    }
  });

  it('says so when no batch fits', async () => {
    expect(await refusalOf(LARGE, 101)).toMatch(/no batchSize fits: a smaller backbone or input\.size/);
  });

  it('evaluates fewer pictures at once instead', async () => {
    const { batchSize: _, epochs: __, method: ___, ...network } = LARGE;
    const probe = { ...network, task: 'probe', probe: { kind: 'knn', k: 3 } };
    const run = await attemptTask(fixture, probe, { memoryBytesMax: withLeft(150) });
    expect(run.figures['test/accuracy']).toBeGreaterThan(0.5);
    expect(await refusalOf(probe, 100)).toMatch(/^input\.size: the program needs about \d+ MB/);
  });
});
