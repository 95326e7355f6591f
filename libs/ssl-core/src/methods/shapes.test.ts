import { tf } from '@assay/engine';
import { withShadow } from '@assay/engine/testing';
import { expect, it } from 'vitest';
import { createRng } from '../rng';
import { toTensors } from '../train/feeds';
import { createTrainingProgram, rateTensors } from '../train/trainingProgram';
import { ratesAt } from './rates';
import { createPretraining, PRETRAININGS, stripes } from './testing/pretrainings';

// One thread: these tensors are so small that a second one only gets in the way.
const [BATCH, SIDE, CHANNELS] = [4, 16, 3];

it.each(PRETRAININGS)(
  '$name: every operation of a step has the shape that compiling takes it to have',
  (pretraining) => {
    const { training, rates, feeds, dispose } = createPretraining(pretraining, {
      batchSize: BATCH,
      side: SIDE,
      channels: CHANNELS,
    });
    const fed = feeds(createRng(0, 'step', 0), stripes(BATCH, 2 * SIDE, CHANNELS));
    const program = createTrainingProgram({ ...training, engine: 'eager', feeds: fed });
    const place = { step: 0, stepsPerEpoch: 10, epochs: 10 };
    const scalars = ratesAt(rates, place);
    const tensors = { ...toTensors(fed.arrays), ...rateTensors({ ...scalars, learningRate: 1e-3 }) };

    const met = withShadow(() => tf.dispose(program.program.run('step', tensors)));
    expect(met.size).toBeGreaterThan(30);

    program.close();
    tf.dispose(tensors);
    dispose();
  },
);
