import { availableParallelism } from 'node:os';
import { wilsonInterval } from '@assay/metrics';
import { selectRows } from '../arguments';
import type { Benchmark, BenchmarkContext, Selection } from '../benchmark';
import { busySeconds, describeCommit, describeMachine, loadAverage } from '../machine';
import { DATASETS, type Prepared, prepareDataset } from '../methods/datasets';
import { startRow } from '../methods/startRow';
import { readResults } from '../results';
import { allPlans, cellKey, type Plan, settingDigest, workOf } from './plans';
import { type BaselineRow, isDone, printRows, type SeedRow, summarise } from './rows';

const QUICK = ['classical-lbp-svm', 'classical-hog-svm', 'scratch', 'simclr'].map(
  (name) => `boards/${name}/labels100/seed0`,
);

/**
 * What traditional means come to beside networks, from scratch and after SimCLR, on real surfaces with all labels and with
 * few: accuracy, seconds of training, milliseconds a picture, bytes of the model.
 */
export const baselines: Benchmark = {
  hasPeers: false,
  select: (selection) => wantedPlans(selection).map(({ key }) => key),
  print: (rows) => printRows(rows as readonly BaselineRow[]), // its own rows
  async run(context) {
    const { say, isQuick, minutes = Number.POSITIVE_INFINITY, isAgain = false } = context;
    const stored = (readResults('baselines')?.rows ?? []) as BaselineRow[]; // its own file
    const plans = wantedPlans(context);
    const datasets = new Map<string, Prepared>();
    for (const name of new Set(plans.map(({ dataset }) => dataset))) datasets.set(name, await prepareDataset(name));
    const datasetOf = ({ dataset }: Plan): Prepared => {
      const prepared = datasets.get(dataset);
      if (!prepared) throw new Error(`${dataset} is not prepared`);
      return prepared;
    };
    const digestOf = (plan: Plan) => settingDigest(plan, datasetOf(plan), isQuick);
    const left = plans.filter((plan) => isAgain || !isDone(plan, { digest: digestOf(plan), isQuick, stored }));
    say(`${plans.length} rows, ${plans.length - left.length} of them are there`);

    const until = performance.now() + minutes * 60_000;
    const failed: string[] = [];
    for (let plan = left.shift(); plan && performance.now() < until; plan = left.shift()) {
      say(`${plan.key}, ${left.length} more`);
      try {
        const digest = digestOf(plan);
        const { row, versions } = await measure(plan, { dataset: datasetOf(plan), digest, context });
        stored.splice(0, stored.length, ...stored.filter((old) => old.key !== row.key || old.isQuick !== isQuick), row);
        context.onRow(row, versions);
        const key = cellKey(plan);
        const ofCell = stored.filter(
          (one): one is SeedRow =>
            one.kind === 'seed' && cellKey(one) === key && one.isQuick === isQuick && one.settingDigest === digest,
        );
        context.onRow(summarise(key, ofCell), versions);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        say(`  failed: ${why}`);
        failed.push(`${plan.key}: ${why}`);
      }
    }
    if (left.length > 0) say(`${left.length} rows are left for another run, from ${left[0]?.key} on`);
    if (failed.length > 0) throw new Error(`${failed.length} rows failed\n${failed.join('\n')}`);
  },
};

/** Magnetic tiles only where somebody has them. */
function availableDatasets(): string[] {
  return DATASETS.map(({ name }) => name).filter((name) => name !== 'tiles' || process.env.ASSAY_MAGNETIC_TILE);
}

function wantedPlans(selection: Selection): readonly Plan[] {
  return selectRows({ all: allPlans(availableDatasets()), keyOf: ({ key }) => key, quick: QUICK }, selection);
}

async function measure(
  plan: Plan,
  { dataset, digest, context }: { dataset: Prepared; digest: string; context: BenchmarkContext },
): Promise<{ row: SeedRow; versions: Record<string, string> }> {
  const machine = describeMachine();
  const load = loadAverage();
  const before = { busy: busySeconds(), at: performance.now() };
  const work = workOf(plan, dataset, context.isQuick);
  const answer = await startRow({
    dataset,
    seed: plan.seed,
    threads: availableParallelism(),
    phase: 'costed',
    ...work,
  });
  if (answer.kind !== 'costed') throw new Error('reason' in answer ? answer.reason : answer.kind);
  const available = ((performance.now() - before.at) / 1000) * machine.cores;
  const { kind: _kind, cpuSeconds, versions, accuracy, ...costed } = answer;
  const row: SeedRow = {
    ...plan,
    kind: 'seed',
    ...costed,
    accuracy: {
      value: accuracy,
      ...wilsonInterval(Math.round(accuracy * costed.pictures), costed.pictures),
    },
    config: work,
    settingDigest: digest,
    datasetDigest: dataset.digest,
    machine,
    othersShare: Math.max(0, busySeconds() - before.busy - cpuSeconds) / available,
    date: new Date().toISOString(),
    commit: describeCommit(),
    loadAverage: load,
    isQuick: context.isQuick,
  };
  return { row, versions };
}
