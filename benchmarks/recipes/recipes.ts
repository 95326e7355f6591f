import { availableParallelism } from 'node:os';
import { PretrainConfig, parseOrExplain } from '@assay/contracts';
import { RECIPES, type Recipe } from '@assay/recipes';
import { pickRows } from '../arguments';
import { type Benchmark, measureLeft, type Selection } from '../benchmark';
import { describeCommit, describeMachine, loadAverage, type Machine } from '../machine';
import { prepareDataset } from '../methods/datasets';
import { startRow } from '../methods/startRow';
import { printColumns } from '../report';
import type { StoredRow } from '../results';

/** How long the steps of a recipe take on the example pictures. */
export type RecipeRow = StoredRow & {
  dataset: string;
  pictures: number;
  epochs: number;
  stepSeconds: number;
  /** Of all its steps. */
  minutes: number;
  machine: Machine;
};

const SECONDS = 8;
const SECONDS_QUICK = 2;
const QUICK = ['simclr'];
const BOARDS = 'boards';
/** There is nothing to learn about colour on grey boards. */
const COLOURED = new Map([['colourisation', 'hazelnut']]);

/** Names of the pretrainings for small machines and any pictures. */
export const TIMED: readonly string[] = RECIPES.filter(isTimed).map(({ name }) => name);

function isTimed({ name, config }: Recipe): boolean {
  return config.task === 'pretrain' && !('dataset' in config) && !name.endsWith('-reference');
}

/** Seconds of a step of every small pretraining, and what all of them come to. */
export const recipes: Benchmark = {
  hasPeers: false,
  select: wanted,
  print: (rows) => printRows(rows as readonly RecipeRow[]), // its own rows
  async run(context) {
    await measureLeft('recipes', wanted(context), {
      context,
      measure: async (name) => {
        const { row, versions } = await measure(name, context.isQuick);
        context.onRow(row, versions);
        context.say(`  ${row.stepSeconds.toFixed(3)} s a step, ${row.minutes.toFixed(1)} min`);
      },
    });
  },
};

function wanted({ patterns, isQuick }: Selection): string[] {
  if (patterns.length > 0) return pickRows([...TIMED], (name) => name, patterns);
  return isQuick ? QUICK : [...TIMED];
}

async function measure(name: string, isQuick: boolean): Promise<{ row: RecipeRow; versions: Record<string, string> }> {
  const recipe = RECIPES.find((one) => one.name === name);
  const dataset = await prepareDataset(COLOURED.get(name) ?? BOARDS);
  // What is watched between epochs takes no part in a step.
  const whole = { ...recipe?.config, dataset: { name: dataset.name }, watch: {} };
  const config = parseOrExplain(PretrainConfig, whole, `recipes: ${name}`);
  // A set that is smaller than a batch has no step: half of it then, as anyone would set it.
  const batchSize = Math.min(config.batchSize, Math.floor(dataset.trainPictures / 2));
  const perEpoch = Math.floor(dataset.trainPictures / batchSize);
  const facts = { date: new Date().toISOString(), commit: describeCommit(), loadAverage: loadAverage(), isQuick };
  const answer = await startRow({
    dataset,
    seed: 0,
    threads: availableParallelism(),
    phase: 'calibrate',
    // So many that every step is reported, and that it is not over before its time is known.
    config: { ...config, batchSize, epochs: Math.ceil(2000 / perEpoch) },
    seconds: isQuick ? SECONDS_QUICK : SECONDS,
  });
  if (answer.kind !== 'calibrated') throw new Error('reason' in answer ? answer.reason : answer.kind);
  const { stepSeconds, versions } = answer;
  const minutes = (stepSeconds * perEpoch * config.epochs) / 60;
  const what = { dataset: dataset.name, pictures: dataset.trainPictures, epochs: config.epochs };
  return { row: { key: name, ...what, stepSeconds, minutes, machine: describeMachine(), ...facts }, versions };
}

/** As a recipe states it. */
export function expectedTime({ minutes, pictures, dataset, machine }: RecipeRow): string {
  const time = minutes < 10 ? minutes.toFixed(1) : minutes.toFixed(0);
  return `about ${time} min for the steps on ${pictures} pictures (${dataset}, ${machine.cores} cores)`;
}

function printRows(rows: readonly RecipeRow[]): string {
  return printColumns([
    ['recipe', 'pictures', 'epochs', 's a step', 'minutes'],
    ...rows.map(({ key, pictures, epochs, stepSeconds, minutes }) => [
      ...[key, String(pictures), String(epochs), stepSeconds.toFixed(3), minutes.toFixed(1)],
    ]),
  ]);
}
