/** Trains a recipe's step many times on two small random pictures, in a process of its own, and prints what it holds. */
import { RunConfig } from '@assay/contracts';
import { openEngine, residentBytes, tf } from '@assay/engine';
import { createTrainingProgram, trainLoop } from '@assay/ssl-core';
import { engineOptions, openingOptions } from '../engineOptions';
import { buildFinetuning } from '../finetune';
import { buildPretraining } from '../pretrain';
import { randomFeeds } from '../profile';
import { ratesOf } from '../training';
import { TRAININGS } from './trainings';

const [name = '', count = '2000'] = process.argv.slice(2);
const STEPS = Number(count);
const SAMPLES = 10;
/** What a step holds on to does not depend on how much it computes. */
const SMALL = { batchSize: 2, side: 32 };

const recipe = TRAININGS.get(name);
const scratch = recipe?.task === 'finetune' ? { init: { kind: 'scratch' } } : {};
const config = RunConfig.parse({
  ...recipe,
  ...scratch,
  dataset: { name: 'any' },
  input: { ...recipe?.input, size: SMALL.side, pack: SMALL.side },
  batchSize: SMALL.batchSize,
});
if (config.task !== 'pretrain' && config.task !== 'finetune') throw new Error(`${name} does not train`);
openEngine(openingOptions(config, null));
const training = config.task === 'pretrain' ? buildPretraining(config) : buildFinetuning(config, 2);
const feeds = randomFeeds(config);
const rates = ratesOf(config, { rates: 'rates' in training ? training.rates : {}, stepsPerEpoch: STEPS });
const program = createTrainingProgram({
  ...engineOptions(config),
  ...training,
  rateNames: Object.keys(rates),
  clipNorm: 1,
  clipValue: null,
  feeds,
});
const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number } };
const events = trainLoop({
  ...program,
  batches: async function* () {
    for (;;) yield feeds;
  },
  schedule: () => 1e-4,
  rates,
  steps: STEPS,
  stepsPerEpoch: STEPS,
  now: () => performance.now(),
});
const samples = [];
for await (const event of events) {
  if (event.kind !== 'step' || event.step % (STEPS / SAMPLES) !== 0) continue;
  samples.push({
    step: event.step,
    tensors: event.tensors,
    handles: binding.getNumOfTensors(),
    residentMb: Math.round((residentBytes()?.now ?? 0) / 2 ** 20),
  });
}
process.stdout.write(JSON.stringify(samples));
