import { selectRows } from '../arguments';
import { type Benchmark, measureEach, type Selection } from '../benchmark';
import { chooseModes, quickModes } from './choose';
import { compare } from './compare';
import { measurePeak, type Peak } from './peak';
import type { WorkName } from './sizes';
import { createTask, keyOf, type Precision, type Task } from './task';

/** Pictures of a step: a small one, where what a step costs besides counts, and a usual one. */
const BATCHES: Readonly<Record<WorkName, readonly [number, number]>> = {
  'resnet18-simclr': [16, 64],
  'resnet18-simclr-augmented': [16, 64],
  'resnet50-supervised': [8, 32],
  'vit-ti-mae': [16, 64],
  'vit-s-mae': [16, 64],
  'vit-ti-multicrop': [8, 32],
  unet: [8, 32],
};
const THREADS = [1, 2];
const PRECISIONS: readonly Precision[] = ['float32', 'bfloat16'];

/** Ratios that the engine is held to, on the usual step. */
const TARGETS: Readonly<Record<WorkName, number | null>> = {
  'resnet18-simclr': 1.1,
  'resnet18-simclr-augmented': 1.1,
  'resnet50-supervised': 1.1,
  'vit-ti-mae': 1.7,
  'vit-s-mae': 1.7,
  'vit-ti-multicrop': 1.7,
  unet: null,
};

const QUICK = ['resnet18-simclr/batch16/threads2/float32', 'vit-ti-mae/batch16/threads2/float32'];
const ROUNDS = 12;
const ROUNDS_QUICK = 8;

/** Steps of training in turns with PyTorch's fastest mode: throughput, processor time, memory. */
export const training: Benchmark = {
  select: (selection) => wantedTasks(selection).map(keyOf),
  run(context) {
    const peaks = new Map<number, Peak>();
    const peakOf = async (threads: number) => {
      const peak = peaks.get(threads) ?? (await measurePeak(threads, context));
      peaks.set(threads, peak);
      return peak;
    };
    const measure = async (task: Task) => {
      const settings = context.isQuick
        ? { ...quickModes(task), rounds: ROUNDS_QUICK }
        : { ...(await chooseModes(task, context)), peak: await peakOf(task.threads), rounds: ROUNDS };
      const rounds = context.rounds ?? settings.rounds;
      const { row, versions } = await compare(task, { ...settings, rounds }, context);
      context.onRow({ ...row, target: TARGETS[task.work] }, versions);
    };
    return measureEach(wantedTasks(context), keyOf, { say: context.say, measure });
  },
};

function allTasks(): Task[] {
  const works = Object.keys(BATCHES) as WorkName[]; // its own keys
  return PRECISIONS.flatMap((precision) =>
    works.flatMap((work) =>
      BATCHES[work].flatMap((batch) => THREADS.map((threads) => createTask(work, { batch, threads, precision }))),
    ),
  );
}

/** Rows that name no precision are float32's: bfloat16 is asked for by name. */
function wantedTasks({ patterns, isQuick }: Selection): readonly Task[] {
  const complete = patterns.map((pattern) =>
    PRECISIONS.some((precision) => pattern.split('/').includes(precision)) ? pattern : `${pattern}/float32`,
  );
  return selectRows({ all: allTasks(), keyOf, quick: QUICK, usual: ['float32'] }, { patterns: complete, isQuick });
}
