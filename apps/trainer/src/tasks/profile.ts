import { type FinetuneConfig, InputError, type PretrainConfig, type RunConfig } from '@assay/contracts';
import { type BlockProfile, measurePeakFlops, openEngine, tf } from '@assay/engine';
import {
  createRng,
  createTrainingProgram,
  type Feeds,
  profileRates,
  profileTraining,
  toTensors,
} from '@assay/ssl-core';
import type { FeedPlan } from '../feeds/feedPlan';
import { partArrays } from '../feeds/generateFeeds';
import { engineOptions, openingOptions } from './engineOptions';
import { buildFinetuning } from './finetune';
import { untrainedBasis } from './methodSource';
import { packedSize } from './pictures';
import { buildPretraining, pretrainingFeeds } from './pretrain';
import { quantile } from './quantile';

/** Where the time and the memory of a training step go. */
export type StepProfile = {
  task: RunConfig['task'];
  engine: string;
  threads: number;
  /** Pictures of one step, or of one part of it with accumulation. */
  pictures: number;
  /** Medians of whole steps. `feed`: making tensors of the arrays; `run`: in TensorFlow; `read`: the scalars. */
  milliseconds: { prepare: number; feed: number; run: number; read: number };
  compile: { traceMs: number; writeMs: number; loadMs: number; firstRunMs: number; operations: number };
  /** Products and convolutions of one step; a second; and as a share of this machine's best for large products. */
  flops: { step: number; perSecond: number; machine: number; share: number };
  memory: { variableBytes: number; estimatedBytes: number; measuredPeakBytes: number | null };
  blocks: BlockProfile[];
};

const CLASSES = 2;
const ROUNDS = 7;

/** Profiles the step of a config on random pictures; needs no dataset. @throws InputError for a task without steps */
export function profileConfig(config: RunConfig, { depth, threads }: { depth: number; threads?: number }): StepProfile {
  if (config.task !== 'pretrain' && config.task !== 'finetune') {
    throw new InputError({
      where: 'task',
      found: `a ${config.task} has no training step`,
      fix: 'profile a recipe that pretrains or fine-tunes',
    });
  }
  const engine = openEngine(openingOptions(config, threads ?? null));
  const training =
    config.task === 'pretrain' ? buildPretraining(config, untrainedBasis(config)) : buildFinetuning(config, CLASSES);
  const { clipNorm, clipValue, accumulateSteps } = config;
  const preparedAt = performance.now();
  const feeds = randomFeeds(config);
  const prepare = performance.now() - preparedAt;
  const options = { ...engineOptions(config), ...training, clipNorm, clipValue, accumulateSteps, feeds };
  try {
    const timed = timeSteps(options);
    const blocks = profileTraining(options, { rounds: ROUNDS, depth });
    const step = blocks.reduce((sum, { flops }) => sum + flops, 0);
    const machine = measurePeakFlops();
    const perSecond = step / (timed.milliseconds.run / 1000);
    return {
      task: config.task,
      engine: `${config.engine}, ${engine.identity}`,
      threads: engine.threads,
      pictures: feeds.pictures,
      ...timed,
      milliseconds: { prepare, ...timed.milliseconds },
      flops: { step, perSecond, machine, share: perSecond / machine },
      blocks,
    };
  } finally {
    training.dispose();
  }
}

function timeSteps(options: Parameters<typeof createTrainingProgram>[0]) {
  const { program, accumulateSteps, close } = createTrainingProgram(options);
  try {
    const name = accumulateSteps > 1 ? 'accumulate' : 'step';
    const run = () => {
      const startedAt = performance.now();
      const tensors = { ...toTensors(options.feeds.arrays), ...profileRates(options) };
      const fedAt = performance.now();
      const outputs = program.run(name, tensors);
      const ranAt = performance.now();
      for (const scalar of Object.values(outputs)) scalar.dataSync();
      const readAt = performance.now();
      tf.dispose([tensors, outputs]);
      return { feed: fedAt - startedAt, run: ranAt - fedAt, read: readAt - ranAt };
    };
    const first = run();
    const rounds = Array.from({ length: ROUNDS }, run);
    const median = (key: keyof typeof first) =>
      quantile(
        rounds.map((round) => round[key]),
        0.5,
      );
    const { traceMs, writeMs, loadMs, nodes, variableBytes, estimatedBytes, functions } = program.stats;
    return {
      milliseconds: { feed: median('feed'), run: median('run'), read: median('read') },
      compile: { traceMs, writeMs, loadMs, firstRunMs: first.run, operations: nodes },
      memory: { variableBytes, estimatedBytes, measuredPeakBytes: functions[name]?.measuredPeakBytes ?? null },
    };
  } finally {
    close();
  }
}

/** Feeds of the config's shapes on noise. */
export function randomFeeds(config: PretrainConfig | FinetuneConfig): Feeds {
  const { side: size, channels } = packedSize(config.input);
  const count = config.batchSize / config.accumulateSteps;
  const rng = createRng(config.seed, 'profile');
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  const plan: Omit<FeedPlan, 'packFolder'> = {
    rows,
    seed: config.seed,
    batchSize: config.batchSize,
    accumulateSteps: config.accumulateSteps,
    augment: config.augment,
    extra:
      config.task === 'pretrain'
        ? pretrainingFeeds(config, null)
        : {
            task: 'finetune',
            labels: rows.map((row) => row % CLASSES),
            classWeights: config.loss.classWeights === 'balanced' ? new Float32Array(CLASSES).fill(1) : null,
          },
  };
  const noise = () => Uint8Array.from({ length: count * size * size * channels }, () => rng.int(256));
  const arrays = partArrays(plan, { size, channels })({ rng, pixels: noise(), indices: rows });
  const isPaired = config.task === 'pretrain' && config.views.pairs !== 'augment';
  const partner = { data: noise(), shape: [count, size, size, channels], dtype: 'int32' as const };
  return { arrays: isPaired ? { ...arrays, partner } : arrays, pictures: count };
}
