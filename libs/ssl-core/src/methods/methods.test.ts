import { createLeakGuard, openEngine, tf } from '@assay/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportParameters, importParameters } from '../layers/parameters';
import { createRng } from '../rng';
import { type TrainSetup, train } from '../testing/train';
import { createPretraining, PRETRAININGS, type PretrainingCase, stripes } from './testing/pretrainings';

// One thread: these tensors are so small that a second one only gets in the way.
beforeAll(() => void openEngine({ threads: 1 }));

const [BATCH, SIDE, STEPS, STEPS_PER_EPOCH] = [8, 16, 200, 20];

/** A pretraining as the trainer runs it. */
function createSetup(pretraining: PretrainingCase) {
  const { channels = 1, pictures = stripes } = pretraining;
  const { training, rates, feeds, dispose } = createPretraining(pretraining, {
    batchSize: BATCH,
    side: SIDE,
    channels,
  });
  const pixels = pictures(BATCH, 2 * SIDE, channels);
  const place = { stepsPerEpoch: STEPS_PER_EPOCH, epochs: STEPS / STEPS_PER_EPOCH };
  const setup: TrainSetup = {
    training,
    loop: {
      async *batches(startStep) {
        for (let step = startStep; ; step++) yield feeds(createRng(0, 'step', step), pixels);
      },
      schedule: () => 3e-3,
      rates: Object.fromEntries(
        Object.entries(rates).map(([name, rate]) => [name, (step: number) => rate({ step, ...place })]),
      ),
      steps: STEPS,
      stepsPerEpoch: STEPS_PER_EPOCH,
      now: () => performance.now(),
      leakGuard: createLeakGuard(),
    },
  };
  return { setup, dispose };
}

async function runSteps({ training, loop }: TrainSetup, startStep: number, steps: number) {
  for await (const _event of train({ training, loop: { ...loop, startStep, steps } }));
}

describe.each(PRETRAININGS.filter(({ constantLoss }) => constantLoss !== undefined))('$name', (pretraining) => {
  it('keeps its tensor count over 200 steps, learns more than a constant, and leaves nothing behind', async () => {
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
  }, 180_000);
});

describe.each(PRETRAININGS)('$name', (pretraining) => {
  it('goes on from a checkpoint to the same bits', async () => {
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
    expect(exportParameters(second.setup.training.parameters)).toEqual(
      exportParameters(whole.setup.training.parameters),
    );
    for (const { dispose } of [whole, first, second]) dispose();
  }, 60_000);

  it('gives every trainable parameter a gradient', async () => {
    const { setup, dispose } = createSetup(pretraining);
    let names: string[] = [];
    const optimizer = {
      ...setup.training.optimizer,
      step: (gradients: tf.NamedTensorMap) => {
        names = Object.entries(gradients).flatMap(([name, gradient]) =>
          gradient.dataSync().some((value) => value !== 0) ? [name] : [],
        );
      },
    };
    const { training, loop } = setup;
    const once = { training: { ...training, optimizer }, loop: { ...loop, steps: 1 } };
    for await (const _event of train(once, 'eager'));
    const silent = training.trainable.filter(({ variable }) => !names.includes(variable.name));
    expect(silent.map(({ name }) => name)).toEqual([]);
    dispose();
  }, 30_000);
});
