import { availableParallelism } from 'node:os';
import { selectRows } from '../arguments';
import type { Benchmark, BenchmarkContext, Selection } from '../benchmark';
import { busySeconds, describeCommit, describeMachine, loadAverage } from '../machine';
import { readResults } from '../results';
import { baselineOrder, imagenetFile } from './baselines';
import { storeCounts } from './counts';
import { DATASETS, type Prepared, prepareDataset } from './datasets';
import { findEpochs, readEpochs, storedEpochs } from './epochs';
import type { Answer } from './orders';
import { printRows } from './print';
import {
  allPlans,
  isBaseline,
  isDone,
  isSameCell,
  knownEpochs,
  type MethodRow,
  type Plan,
  pretrainConfig,
  SECONDS,
  SECONDS_QUICK,
  settingDigest,
} from './rows';
import { startRow } from './startRow';

const QUICK = ['boards/resnet/random/seed0', 'boards/resnet/simclr/seed0', 'boards/vit/mae/seed0'];

/** Every method beside no training: a minute and a half of pretraining, kNN and a linear probe on what was learned. */
export const methods: Benchmark = {
  hasPeers: false,
  select: (selection) => wantedPlans(selection).map(({ key }) => key),
  print: (rows) => printRows(rows as readonly MethodRow[]), // its own rows
  async run(context) {
    const { say, isQuick, minutes = Number.POSITIVE_INFINITY, isAgain = false } = context;
    const stored = (readResults('methods')?.rows ?? []) as MethodRow[]; // its own file
    const seconds = isQuick ? SECONDS_QUICK : SECONDS;
    const plans = wantedPlans(context);
    const datasets = await prepareDatasets(plans);
    storeCounts(datasets.values());
    const digestOf = (plan: Plan) => settingDigest(plan, datasetOf(datasets, plan), seconds);
    const isLeft = (plan: Plan) => isAgain || !isDone(plan, { digest: digestOf(plan), isQuick, stored });
    const left = plans.filter(isLeft);
    say(`${plans.length} rows, ${plans.length - left.length} of them are there`);

    const until = performance.now() + minutes * 60_000;
    await calibrate(left, { datasets, digestOf, seconds, stored, context, until });
    const failed: string[] = [];
    for (let plan = left.shift(); plan !== undefined && performance.now() < until; plan = left.shift()) {
      // The first seed may have shown that the method cannot work there.
      if (!isLeft(plan)) continue;
      say(`${plan.key}, ${left.length} more`);
      const given = { dataset: datasetOf(datasets, plan), digest: digestOf(plan), seconds, stored, context };
      const { row, versions } = await workOff(plan, given);
      stored.push(row);
      context.onRow(row, versions);
      say(`  ${describeRow(row)}`);
      if (row.outcome === 'failed') failed.push(row.key);
    }
    const open = plans.filter((plan) => !isDone(plan, { digest: digestOf(plan), isQuick, stored }));
    if (open.length > 0) say(`${open.length} rows are left for another run, from ${open[0]?.key} on`);
    if (failed.length > 0) throw new Error(`${failed.length} rows failed: ${failed.join(', ')}`);
  },
};

/** Those that the plans name, each prepared once. @throws Error where the files of one are not there */
async function prepareDatasets(plans: readonly Plan[]): Promise<Map<string, Prepared>> {
  const wanted = DATASETS.filter(({ name }) => plans.some(({ dataset }) => dataset === name));
  for (const { folder } of wanted) folder();
  const prepared = new Map<string, Prepared>();
  for (const { name } of wanted) prepared.set(name, await prepareDataset(name));
  return prepared;
}

function datasetOf(datasets: ReadonlyMap<string, Prepared>, { dataset }: Plan): Prepared {
  const prepared = datasets.get(dataset);
  if (!prepared) throw new Error(`${dataset} is not prepared`);
  return prepared;
}

function wantedPlans(selection: Selection): readonly Plan[] {
  const all = allPlans(DATASETS, { hasImagenet: imagenetFile() !== undefined });
  return selectRows({ all, keyOf: ({ key }) => key, quick: QUICK }, selection);
}

type Known = { digest: string; isQuick: boolean; stored: readonly MethodRow[] };

/** Of an earlier row of the cell, or of its calibration. */
function epochsOf(plan: Plan, { digest, isQuick, stored }: Known): number | null {
  return knownEpochs(plan, { digest, isQuick, stored }) ?? storedEpochs(digest, readEpochs(), isQuick);
}

type Calibrating = Pick<Work, 'seconds' | 'stored' | 'context'> & {
  datasets: ReadonlyMap<string, Prepared>;
  digestOf: (plan: Plan) => string;
  until: number;
};

/** Finds the epochs of every cell first, one after the other, while the machine is as it is at the start. */
async function calibrate(plans: readonly Plan[], given: Calibrating): Promise<void> {
  const { datasets, digestOf, seconds, stored, context, until } = given;
  const { say, isQuick } = context;
  const cells = plans.filter((plan, i) => plans.findIndex((other) => isSameCell(plan, other)) === i);
  for (const plan of cells) {
    const digest = digestOf(plan);
    if (isBaseline(plan.method) || epochsOf(plan, { digest, isQuick, stored }) !== null) continue;
    if (performance.now() >= until) return;
    say(`how many epochs: ${plan.dataset}/${plan.backbone}/${plan.method}`);
    const dataset = datasetOf(datasets, plan);
    const found = await findEpochs(plan, { dataset, digest, seconds, threads: availableParallelism(), say, isQuick });
    if (typeof found !== 'number') say(`  ${'reason' in found ? found.reason : found.kind}`);
  }
}

type Work = {
  dataset: Prepared;
  digest: string;
  seconds: number;
  stored: readonly MethodRow[];
  context: BenchmarkContext;
};

async function workOff(plan: Plan, { dataset, digest, seconds, stored, context }: Work) {
  const machine = describeMachine();
  const threads = availableParallelism();
  const load = loadAverage();
  const before = { busy: busySeconds(), at: performance.now() };
  const order = { dataset, seed: plan.seed, threads };
  let epochs: number | null = null;
  let answer: Answer;
  if (isBaseline(plan.method)) {
    answer = await startRow({ ...order, ...baselineOrder(plan, dataset) });
  } else {
    const { isQuick, say } = context;
    const known = epochsOf(plan, { digest, isQuick, stored });
    const found = known ?? (await findEpochs(plan, { dataset, digest, seconds, threads, say, isQuick }));
    if (typeof found === 'number') {
      epochs = found;
      answer = await startRow({ ...order, phase: 'pretrained', config: pretrainConfig(plan, dataset, epochs) });
    } else answer = found;
  }
  const available = ((performance.now() - before.at) / 1000) * machine.cores;
  const othersShare = Math.max(0, busySeconds() - before.busy - answer.cpuSeconds) / available;
  const config = epochs === null ? null : pretrainConfig(plan, dataset, epochs);
  const facts = { epochs, config, settingDigest: digest, datasetDigest: dataset.digest, machine, othersShare };
  const row: MethodRow = {
    ...plan,
    ...facts,
    ...resultOf(answer),
    date: new Date().toISOString(),
    commit: describeCommit(),
    loadAverage: load,
    isQuick: context.isQuick,
  };
  return { row, versions: answer.versions };
}

const NOTHING = {
  steps: null,
  trainSeconds: null,
  pretrainSeconds: null,
  totalSeconds: null,
  peakMb: null,
  knn: null,
  linear: null,
  majorityShare: null,
};

function resultOf(answer: Answer) {
  if (answer.kind === 'measured') {
    const { kind: _kind, cpuSeconds: _cpuSeconds, versions: _versions, ...figures } = answer;
    return { outcome: 'measured' as const, ...figures };
  }
  if (answer.kind === 'calibrated' || answer.kind === 'classified' || answer.kind === 'costed')
    throw new Error(`${answer.kind} is no result of a method`);
  return { outcome: answer.kind, reason: answer.reason, ...NOTHING };
}

function describeRow({ outcome, reason, knn, linear, trainSeconds, peakMb }: MethodRow): string {
  if (outcome !== 'measured') return `${outcome}: ${reason}`;
  const seconds = trainSeconds === null ? '' : `, trained ${trainSeconds.toFixed(0)} s`;
  const share = (figure: typeof knn) => figure?.accuracy.toFixed(4) ?? '–';
  return `kNN ${share(knn)}, linear ${share(linear)}${seconds}, peak ${peakMb?.toFixed(0)} MB`;
}
