import type { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { train } from '../testing/train';
import { checkLearning, checkResuming, createSetup } from './testing/checks';
import { isFirstOfItsMethod, LEARNT_QUICKLY, PRETRAININGS } from './testing/pretrainings';

// One thread: these tensors are so small that a second one only gets in the way.
// The others are in `methods.slow.test.ts`.
describe.each(PRETRAININGS.filter(({ name }) => LEARNT_QUICKLY.includes(name)))('$name', (pretraining) => {
  it('keeps its tensor count over 200 steps, learns more than a constant, and leaves nothing behind', async () => {
    await checkLearning(pretraining);
  }, 180_000);
});

describe.each(PRETRAININGS.filter(isFirstOfItsMethod))('$name', (pretraining) => {
  it('goes on from a checkpoint to the same bits', () => checkResuming(pretraining), 60_000);
});

describe.each(PRETRAININGS)('$name', (pretraining) => {
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
