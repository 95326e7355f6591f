import { loadavg } from 'node:os';
import { RunConfig } from '@assay/contracts';
import { openEngine, tf } from '@assay/engine';
import { RECIPES } from '@assay/recipes';
import { createTrainingProgram, trainLoop } from '@assay/ssl-core';
import { buildFinetuning } from '../../apps/trainer/src/tasks/finetune';
import { buildPretraining } from '../../apps/trainer/src/tasks/pretrain';
import { randomFeeds } from '../../apps/trainer/src/tasks/profile';
import { selectRows } from '../arguments';
import type { Benchmark, Selection } from '../benchmark';
import { describeCommit } from '../machine';
import { estimateMedian, medianOf, ratioOf } from '../statistics';

/** The trainings of the first-run experiment, by name. */
const CONFIGS = new Map(
  RECIPES.filter(({ name }) => name.startsWith('boards-')).flatMap(({ name, config }) => {
    if (config.task !== 'finetune') return [];
    const { init } = config;
    const nested = init?.kind === 'config' ? ([[`${name}-pretraining`, init.config]] as const) : [];
    const scratch = RunConfig.parse({ ...config, init: { kind: 'scratch' } });
    return [...nested.map(([key, value]) => [key, RunConfig.parse(value)] as const), [name, scratch] as const];
  }),
);

const ROUNDS = 12;
const QUICK_ROUNDS = 6;
const WARM_UP = 3;

/**
 * Steps of the first-run experiment: the compiled engine beside the executing one, in turns in one process. Both have one
 * lane, since they share the threads; with the two that the worker gives a transformer, its compiled steps are faster yet.
 */
export const engines: Benchmark = {
  select: (selection) => wantedNames(selection),
  async run({ say, onRow, rounds, ...selection }) {
    const engine = openEngine();
    for (const name of wantedNames(selection)) {
      say(`${name}: compiled against executed, in turns`);
      const count = rounds ?? (selection.isQuick ? QUICK_ROUNDS : ROUNDS);
      const compiled = openTraining(name, 'compiled');
      const executed = openTraining(name, 'eager');
      for (let i = 0; i < WARM_UP; i++) for (const { step } of [compiled, executed]) await step();
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < count; round++) {
        ours.push(await compiled.step());
        theirs.push(await executed.step());
      }
      const { median, low, high } = ratioOf(ours, theirs);
      const perSecond = (seconds: number[]) => compiled.pictures / medianOf(seconds);
      onRow(
        {
          key: name,
          work: name,
          peer: 'the executing engine',
          peerVersion: `tfjs ${tf.version.tfjs}`,
          ratio: median,
          low,
          high,
          ours: perSecond(ours),
          theirs: perSecond(theirs),
          unit: 'pictures/s',
          // Both live in one process.
          oursPeakMb: Number.NaN,
          theirsPeakMb: Number.NaN,
          rounds: count,
          date: new Date().toISOString(),
          commit: describeCommit(),
          loadAverage: loadavg()[0] ?? Number.NaN,
          isQuick: selection.isQuick,
          threads: engine.threads,
          batchSize: compiled.pictures,
          seed: 0,
          oursSeconds: estimateMedian(ours),
          theirsSeconds: estimateMedian(theirs),
        },
        { tensorflow: engine.tensorflow, tfjs: tf.version.tfjs },
      );
      await compiled.close();
      await executed.close();
    }
  },
};

function wantedNames(selection: Selection): readonly string[] {
  return selectRows({ all: [...CONFIGS.keys()], keyOf: (name) => name }, selection);
}

function openTraining(name: string, engine: 'compiled' | 'eager') {
  const config = CONFIGS.get(name);
  if (config?.task !== 'pretrain' && config?.task !== 'finetune') throw new Error(`${name} does not train`);
  const training = config.task === 'pretrain' ? buildPretraining(config) : buildFinetuning(config, 2);
  const feeds = randomFeeds(config);
  const { clipNorm, clipValue } = config;
  const program = createTrainingProgram({ ...training, engine, clipNorm, clipValue, feeds });
  const events = trainLoop({
    ...program,
    batches: async function* () {
      for (;;) yield feeds;
    },
    schedule: () => 1e-4,
    steps: Number.POSITIVE_INFINITY,
    stepsPerEpoch: Number.POSITIVE_INFINITY,
    now: () => performance.now(),
  });
  return {
    pictures: feeds.pictures,
    /** One step with its feeding and reading, in seconds. */
    async step(): Promise<number> {
      const { value: event } = await events.next();
      if (event?.kind !== 'step') throw new Error(`${name}: no step`);
      return event.stepSeconds;
    },
    async close() {
      await events.return();
      program.close();
      training.dispose();
    },
  };
}
