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

async function runSteps({ training, loop }: TrainSetup, startStep: number, steps: number) {
  for await (const _event of train({ training, loop: { ...loop, startStep, steps } }));
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

/** Going on from a checkpoint gives the bits of an undisturbed training. */
export async function checkResuming(pretraining: PretrainingCase): Promise<void> {
  const whole = createSetup(pretraining);
  await runSteps(whole.setup, 0, 4);
  const first = createSetup(pretraining);
  await runSteps(first.setup, 0, 2);
  const second = createSetup(pretraining);
  const saved = exportParameters(first.setup.training.parameters);
  importParameters(second.setup.training.parameters, new Map(saved.map((entry) => [entry.name, entry])));
  const state = first.setup.training.optimizer.state();
  second.setup.training.optimizer.restore(new Map(state.map((entry) => [entry.name, entry])));
  await runSteps(second.setup, 2, 4);
  expect(exportParameters(second.setup.training.parameters)).toEqual(exportParameters(whole.setup.training.parameters));
  for (const { dispose } of [whole, first, second]) dispose();
}
