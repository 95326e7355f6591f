import { OptimizerConfig } from '@assay/contracts';
import { exportParameters } from '../../layers/parameters';
import { createOptimizer } from '../../optim/optimizer';
import { createRng } from '../../rng';
import { train } from '../../testing/train';
import type { Feeds } from '../../train/feeds';
import { createLoop } from './checks';
import { createPretraining, type PretrainingCase, stripes } from './pretrainings';

const [BATCH, SIDE, STEPS] = [8, 16, 2];
const SGD = OptimizerConfig.parse({ kind: 'sgd', learningRate: 0.001, momentum: 0.9, weightDecay: 0 });

/**
 * How far the weights of two steps in equal parts end from those of whole batches of the same pictures, views and masks:
 * the length of the difference over the length of the whole batches' way.
 */
export async function accumulatedDifference(
  pretraining: PretrainingCase,
  { parts, engine }: { parts: number; engine: 'compiled' | 'eager' },
): Promise<number> {
  const whole = await updateOf(pretraining, { parts: 1, engine });
  const accumulated = await updateOf(pretraining, { parts, engine });
  return lengthOf(whole.map((value, i) => value - (accumulated[i] ?? Number.NaN))) / lengthOf(whole);
}

/** What two steps change in all that learns. */
async function updateOf(
  pretraining: PretrainingCase,
  { parts, engine }: { parts: number; engine: 'compiled' | 'eager' },
): Promise<Float32Array> {
  const { channels = 1, pictures = stripes } = pretraining;
  const { training, rates, feeds, dispose } = createPretraining(pretraining, {
    batchSize: BATCH,
    side: SIDE,
    channels,
  });
  const optimizer = createOptimizer(SGD, training.trainable);
  const pixels = pictures(BATCH, 2 * SIDE, channels);
  const steps = { steps: STEPS, stepsPerEpoch: STEPS, epochs: 1 };
  const loop = createLoop({ rates, feedsOf: (rng) => feeds(rng, pixels), ...steps });
  const start = valuesOf(training.trainable);
  const setup = {
    training: { ...training, optimizer, accumulateSteps: parts },
    loop: {
      ...loop,
      schedule: () => SGD.learningRate,
      async *batches() {
        for (let step = 0; step < STEPS; step++) yield* split(feeds(createRng(0, 'step', step), pixels), parts);
      },
    },
  };
  for await (const _event of train(setup, engine));
  const end = valuesOf(training.trainable);
  optimizer.dispose();
  dispose();
  return end.map((value, i) => value - (start[i] ?? Number.NaN));
}

/** Rows of each part: every array has rows picture by picture, or is one seed for all. */
function split({ arrays, pictures }: Feeds, parts: number): Feeds[] {
  return Array.from({ length: parts }, (_, part) => ({
    pictures: pictures / parts,
    arrays: Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => {
        const [rows = 0, ...others] = array.shape;
        if (rows % pictures !== 0) return [name, array];
        const size = array.data.length / parts;
        return [
          name,
          { ...array, data: array.data.slice(part * size, (part + 1) * size), shape: [rows / parts, ...others] },
        ];
      }),
    ),
  }));
}

function valuesOf(parameters: Parameters<typeof exportParameters>[0]): Float32Array {
  return Float32Array.from(exportParameters(parameters).flatMap(({ data }) => [...data]));
}

function lengthOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
