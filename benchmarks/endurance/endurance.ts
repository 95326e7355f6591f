import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { TRAININGS } from '../../apps/trainer/src/tasks/testing/trainings';
import { selectRows } from '../arguments';
import { type Benchmark, measureLeft, type Selection } from '../benchmark';
import { describeCommit, describeMachine, loadAverage, type Machine } from '../machine';
import { printColumns } from '../report';
import type { StoredRow } from '../results';

/** What a process held while it trained, at ten points. */
type Sample = { step: number; tensors: number; handles: number; residentMb: number };

/** Many steps of one training of the recipes. */
export type EnduranceRow = StoredRow & {
  training: string;
  steps: number;
  samples: Sample[];
  /** Memory at the last sample over that at the first. */
  growth: number;
  /** Whether tensors and the addon's handles were as many at every sample. */
  areHandlesHeld: boolean;
  machine: Machine;
};

const STEPS = 2000;
const STEPS_QUICK = 100;
const QUICK = ['boards-scratch', 'boards-mae'];
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const SCRIPT = fileURLToPath(new URL('../../apps/trainer/src/tasks/testing/manySteps.ts', import.meta.url));

/** Whether memory or handles grow over 2,000 steps: every training that the recipes for small machines name. */
export const endurance: Benchmark = {
  hasPeers: false,
  select: wantedTrainings,
  print: (rows) => printRows(rows as readonly EnduranceRow[]), // its own rows
  async run(context) {
    await measureLeft('endurance', wantedTrainings(context), {
      context,
      measure: async (training) => {
        const row = await measure(training, context.isQuick);
        context.onRow(row, {});
        context.say(`  memory x ${row.growth.toFixed(3)}, handles ${row.areHandlesHeld ? 'held' : 'grew'}`);
      },
    });
  },
};

function wantedTrainings(selection: Selection): readonly string[] {
  return selectRows({ all: [...TRAININGS.keys()], keyOf: (name) => name, quick: QUICK }, selection);
}

/** In a process of its own, so that nothing of another training is counted. */
async function measure(training: string, isQuick: boolean): Promise<EnduranceRow> {
  const steps = isQuick ? STEPS_QUICK : STEPS;
  const load = loadAverage();
  const args = ['--import', TSX, SCRIPT, training, String(steps)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const samples = JSON.parse(stdout) as Sample[]; // our own script's words
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || last?.step !== steps) throw new Error(`it ended at step ${last?.step ?? 0} of ${steps}`);
  return {
    key: training,
    training,
    steps,
    samples,
    growth: last.residentMb / first.residentMb,
    areHandlesHeld: samples.every(({ tensors, handles }) => tensors === first.tensors && handles === first.handles),
    machine: describeMachine(),
    date: new Date().toISOString(),
    commit: describeCommit(),
    loadAverage: load,
    isQuick,
  };
}

function printRows(rows: readonly EnduranceRow[]): string {
  const cells = rows.map(({ training, steps, samples, growth, areHandlesHeld }) => [
    training,
    String(steps),
    `${samples[0]?.residentMb ?? '–'}`,
    `${samples.at(-1)?.residentMb ?? '–'}`,
    `${((growth - 1) * 100).toFixed(1)} %`,
    areHandlesHeld ? 'held' : 'grew',
  ]);
  return printColumns([['training', 'steps', 'first MB', 'last MB', 'growth', 'handles'], ...cells]);
}
