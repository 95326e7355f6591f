import { availableParallelism } from 'node:os';
import { FinetuneConfig, type PretrainConfig, RunConfig } from '@assay/contracts';
import { RECIPES } from '@assay/recipes';
import { selectRows } from '../arguments';
import { type Benchmark, measureEach, type Selection } from '../benchmark';
import { describeCommit, describeMachine, loadAverage } from '../machine';
import { prepareDataset } from '../methods/datasets';
import type { Classified } from '../methods/orders';
import { startRow } from '../methods/startRow';
import { printColumns } from '../report';
import type { StoredRow } from '../results';

type EngineName = 'compiled' | 'eager';
type FirstRunRow = StoredRow & {
  recipe: string;
  seed: number;
  /** How many times as fast the compiled engine is, from reading the pictures to the figures. */
  speedup: number;
  compiled: Classified;
  eager: Classified;
};

/** One seed's classifiers; a second one tells their noise from the engines' difference. */
const SEEDS = [0, 1];

/**
 * The trainings of the first-run experiment from their first picture to their figures, on the compiled engine and then on
 * the executing one, each in a process of its own: time, peak of memory and test accuracy.
 */
export const firstRun: Benchmark = {
  hasPeers: false,
  select: (selection) => wantedPlans(selection).map(({ key }) => key),
  print: (rows) => printRows(rows as readonly FirstRunRow[]), // its own rows
  async run(context) {
    const dataset = await prepareDataset('boards');
    const measure = async (plan: Plan) => {
      const load = loadAverage();
      const classify = async (engine: EngineName) => {
        const order = orderOf(plan, { engine, isQuick: context.isQuick, dataset: dataset.name });
        const answer = await startRow({ dataset, seed: plan.seed, threads: availableParallelism(), ...order });
        if (answer.kind === 'classified') return answer;
        throw new Error('reason' in answer ? answer.reason : answer.kind);
      };
      const [ours, theirs] = [await classify('compiled'), await classify('eager')];
      const kept = ({ totalSeconds, peakMb, accuracy }: Classified) => ({ totalSeconds, peakMb, accuracy });
      const row: FirstRunRow = {
        ...plan,
        speedup: theirs.totalSeconds / ours.totalSeconds,
        compiled: kept(ours),
        eager: kept(theirs),
        date: new Date().toISOString(),
        commit: describeCommit(),
        machine: describeMachine(),
        loadAverage: load,
        isQuick: context.isQuick,
      };
      context.onRow(row, ours.versions);
    };
    await measureEach(wantedPlans(context), ({ key }) => key, { say: context.say, measure });
  },
};

type Plan = { key: string; recipe: string; seed: number };

function wantedPlans(selection: Selection): readonly Plan[] {
  const names = RECIPES.filter(({ name, config }) => name.startsWith('boards-') && config.task === 'finetune');
  const all = SEEDS.flatMap((seed) => names.map(({ name }) => ({ key: `${name}/seed${seed}`, recipe: name, seed })));
  return selectRows({ all, keyOf: ({ key }) => key, usual: ['seed0'] }, selection);
}

/** The recipe and its pretraining as the trainer takes them. */
function orderOf(
  { recipe: name, seed }: Plan,
  { engine, isQuick, dataset }: { engine: EngineName; isQuick: boolean; dataset: string },
) {
  const recipe = RECIPES.find((candidate) => candidate.name === name);
  if (recipe?.config.task !== 'finetune') throw new Error(`${name} trains no classifier`);
  const { init } = recipe.config;
  const common = { dataset: { name: dataset }, seed, engine };
  const short = isQuick ? { epochs: 1, schedule: { kind: 'constant' } } : {};
  const pretraining =
    init?.kind === 'config' ? (RunConfig.parse({ ...init.config, ...common, ...short }) as PretrainConfig) : null; // its task says so
  const config = FinetuneConfig.parse({
    ...recipe.config,
    ...common,
    ...short,
    init: pretraining ? { kind: 'run', id: 'pretraining' } : { kind: 'scratch' },
  });
  return { phase: 'classifier' as const, pretraining, config };
}

function printRows(rows: readonly FirstRunRow[]): string {
  return printColumns([
    ['row', 'compiled s', 'executed s', 'speed-up', 'accuracy', 'executed', 'MB', 'executed'],
    ...rows.map(({ key, speedup, compiled, eager }) => [
      key,
      compiled.totalSeconds.toFixed(0),
      eager.totalSeconds.toFixed(0),
      speedup.toFixed(2),
      compiled.accuracy.toFixed(3),
      eager.accuracy.toFixed(3),
      compiled.peakMb.toFixed(0),
      eager.peakMb.toFixed(0),
    ]),
  ]);
}
