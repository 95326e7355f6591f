import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { selectRows } from '../arguments';
import { type Benchmark, measureLeft, type Selection } from '../benchmark';
import { describeCommit, describeMachine, loadAverage, type Machine } from '../machine';
import { prepareDataset } from '../methods/datasets';
import { startRow } from '../methods/startRow';
import { printColumns } from '../report';
import { asStored, type StoredRow } from '../results';
import { datasetOf, PRETRAININGS, pretrainingOf } from './pretrainings';

/** How long the steps of a recipe take on the example pictures. */
export type RecipeRow = StoredRow & {
  dataset: string;
  pictures: number;
  epochs: number;
  stepSeconds: number;
  /** Of all its steps. */
  minutes: number;
  /** As it was timed. */
  config: unknown;
  machine: Machine;
};

const SECONDS = 8;
const SECONDS_QUICK = 2;
const QUICK = ['simclr'];

/** Seconds of a step of every small pretraining, and what all of them come to. */
export const recipes: Benchmark = {
  hasPeers: false,
  select: wanted,
  print: (rows) => printRows(rows as readonly RecipeRow[]), // its own rows
  async run(context) {
    await measureLeft('recipes', wanted(context), {
      context,
      isCurrent: (row) => isCurrent(row as RecipeRow), // its own rows
      measure: async (name) => {
        const { row, versions } = await measure(name, context.isQuick);
        context.onRow(row, versions);
        context.say(`  ${row.stepSeconds.toFixed(3)} s a step, ${row.minutes.toFixed(1)} min`);
      },
    });
  },
};

function wanted(selection: Selection): readonly string[] {
  return selectRows({ all: PRETRAININGS, keyOf: (name) => name, quick: QUICK }, selection);
}

/** Whether the recipe still is what was measured. */
export function isCurrent({ key, pictures, config }: Pick<RecipeRow, 'key' | 'pictures' | 'config'>): boolean {
  if (!PRETRAININGS.includes(key)) return false;
  return isDeepStrictEqual(asStored(pretrainingOf(key, pictures)), config);
}

async function measure(name: string, isQuick: boolean): Promise<{ row: RecipeRow; versions: Record<string, string> }> {
  const dataset = await prepareDataset(datasetOf(name));
  const config = pretrainingOf(name, dataset.trainPictures);
  const perEpoch = Math.floor(dataset.trainPictures / config.batchSize);
  const facts = { date: new Date().toISOString(), commit: describeCommit(), loadAverage: loadAverage(), isQuick };
  const answer = await startRow({
    dataset,
    seed: 0,
    threads: availableParallelism(),
    phase: 'calibrate',
    // So many that every step is reported, and that it is not over before its time is known.
    config: { ...config, epochs: Math.ceil(2000 / perEpoch) },
    seconds: isQuick ? SECONDS_QUICK : SECONDS,
  });
  if (answer.kind !== 'calibrated') throw new Error('reason' in answer ? answer.reason : answer.kind);
  const { stepSeconds, versions } = answer;
  const minutes = (stepSeconds * perEpoch * config.epochs) / 60;
  const what = { dataset: dataset.name, pictures: dataset.trainPictures, epochs: config.epochs, config };
  return { row: { key: name, ...what, stepSeconds, minutes, machine: describeMachine(), ...facts }, versions };
}

function printRows(rows: readonly RecipeRow[]): string {
  return printColumns([
    ['recipe', 'pictures', 'epochs', 's a step', 'minutes'],
    ...rows.map(({ key, pictures, epochs, stepSeconds, minutes }) => [
      ...[key, String(pictures), String(epochs), stepSeconds.toFixed(3), minutes.toFixed(1)],
    ]),
  ]);
}
