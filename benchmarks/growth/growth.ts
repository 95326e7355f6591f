import { ROUNDS_MIN, selectRows } from '../arguments';
import { type Benchmark, type BenchmarkContext, measureEach, type Selection } from '../benchmark';
import { type Choice, chooseModes, quickModes } from '../training/choose';
import { compare } from '../training/compare';
import type { WorkName } from '../training/sizes';
import { createTask } from '../training/task';
import { driftOf } from './drift';
import { type GrowthRow, growthRows } from './rows';

const QUICK = ['steps/vit-ti-mae', 'batch/vit-ti-mae/batch64'];
const STEPS_QUICK = 160;
/** Where PyTorch's fastest mode is looked for, once a work. */
const BATCH_OF_CHOICE = 64;

/** Step time and memory over 2,000 steps, over the batch, and over the depth of the network. */
export const growth: Benchmark = {
  select: (selection) => wantedRows(selection).map(({ key }) => key),
  run(context) {
    const choices = new Map<WorkName, Pick<Choice, 'ours' | 'theirs'>>();
    const measure = async ({ key, along, task, steps, stepsPerTurn }: GrowthRow) => {
      const { ours, theirs } = choices.get(task.work) ?? (await choose(task.work, context));
      choices.set(task.work, { ours, theirs });
      const total = context.isQuick ? Math.min(steps, STEPS_QUICK) : steps;
      const rounds = along === 'steps' ? total / stepsPerTurn : (context.rounds ?? ROUNDS_MIN);
      const { row, versions, ...sides } = await compare(task, { ours, theirs, rounds, steps: stepsPerTurn }, context);
      const drift = along === 'steps' && {
        oursDrift: driftOf(sides.ours.turns, stepsPerTurn),
        theirsDrift: driftOf(sides.theirs.turns, stepsPerTurn),
      };
      context.onRow({ ...row, key, along, steps: rounds * stepsPerTurn, ...drift }, versions);
    };
    return measureEach(wantedRows(context), ({ key }) => key, { say: context.say, measure });
  },
};

function choose(work: WorkName, context: BenchmarkContext): Promise<Pick<Choice, 'ours' | 'theirs'>> {
  const task = createTask(work, { batch: BATCH_OF_CHOICE, threads: 2 });
  return context.isQuick ? Promise.resolve(quickModes(task)) : chooseModes(task, context);
}

function wantedRows(selection: Selection): readonly GrowthRow[] {
  return selectRows({ all: growthRows(), keyOf: ({ key }) => key, quick: QUICK }, selection);
}
