import { createLeakGuard, tf } from '@assay/engine';
import { expect } from 'vitest';
import { exportParameters, importParameters } from '../../layers/parameters';
import { createRng, type Rng } from '../../rng';
import { type TrainSetup, train } from '../../testing/train';
import type { Feeds } from '../../train/feeds';
import type { Method } from '../method';
import { schedulesOf } from '../rates';
import { createPretraining, type PretrainingCase, stripes } from './pretrainings';

const [BATCH, SIDE, STEPS, STEPS_PER_EPOCH] = [8, 16, 200, 20];

/** A pretraining as the trainer runs it. */
export function createSetup(pretraining: PretrainingCase) {
  const { channels = 1, pictures = stripes } = pretraining;
  const { training, rates, feeds, dispose } = createPretraining(pretraining, {
    batchSize: BATCH,
    side: SIDE,
    channels,
  });
  const pixels = pictures(BATCH, 2 * SIDE, channels);
  const length = { steps: STEPS, stepsPerEpoch: STEPS_PER_EPOCH, epochs: STEPS / STEPS_PER_EPOCH };
  const loop = createLoop({ rates, feedsOf: (rng) => feeds(rng, pixels), ...length });
  const setup: TrainSetup = { training, loop };
  return { setup, dispose };
}

/** A training loop of a pretraining as the trainer's, at a level learning rate. */
export function createLoop({
  rates,
  feedsOf,
  steps,
  ...length
}: {
  rates: NonNullable<Method['rates']>;
  feedsOf: (rng: Rng) => Feeds;
  steps: number;
  stepsPerEpoch: number;
  epochs: number;
}): TrainSetup['loop'] {
  return {
    async *batches(startStep) {
      for (let step = startStep; ; step++) yield feedsOf(createRng(0, 'step', step));
    },
    schedule: () => 3e-3,
    rates: schedulesOf(rates, length),
    steps,
    stepsPerEpoch: length.stepsPerEpoch,
    now: () => performance.now(),
    leakGuard: createLeakGuard(),
  };
}

/** 200 steps keep the tensor count, end below the best constant's loss, and leave nothing behind. */
export async function checkLearning(pretraining: PretrainingCase): Promise<void> {
  const before = tf.memory().numTensors;
  const { setup, dispose } = createSetup(pretraining);
  const counts = new Set<number>();
  const means: number[] = [];
  for await (const event of train(setup)) {
    if (event.kind === 'step') counts.add(event.tensors);
    else means.push(event.meanLoss);
  }
  expect(counts.size).toBe(1);
  expect(means.at(-1)).toBeLessThan(0.9 * (means[0] ?? 0));
  expect(means.at(-1)).toBeLessThan(pretraining.constantLoss ?? 0);
  dispose();
  expect(tf.memory().numTensors).toBe(before);
}

/** Going on from what is saved after two of four steps gives the bits of a training that nothing disturbed. */
export async function checkResuming(pretraining: PretrainingCase): Promise<void> {
  const whole = createSetup(pretraining);
  const saved: { parameters: Saved[]; optimizer: Saved[] }[] = [];
  for await (const event of steps(whole.setup, 0)) {
    if (event.kind !== 'step' || event.step !== 2) continue;
    const { parameters, optimizer } = whole.setup.training;
    saved.push({ parameters: exportParameters(parameters), optimizer: optimizer.state() });
  }
  const [{ parameters, optimizer } = { parameters: [], optimizer: [] }] = saved;
  const resumed = createSetup(pretraining);
  importParameters(resumed.setup.training.parameters, byName(parameters));
  resumed.setup.training.optimizer.restore(byName(optimizer));
  for await (const _event of steps(resumed.setup, 2));
  const ends = [resumed, whole].map(({ setup }) => exportParameters(setup.training.parameters));
  expect(ends[0]).toEqual(ends[1]);
  expect(ends[0]).not.toEqual(parameters);
  for (const { dispose } of [whole, resumed]) dispose();
}

type Saved = ReturnType<typeof exportParameters>[number];
const byName = (saved: readonly Saved[]) => new Map(saved.map((entry) => [entry.name, entry]));
const steps = ({ training, loop }: TrainSetup, startStep: number) =>
  train({ training, loop: { ...loop, startStep, steps: 4 } });
