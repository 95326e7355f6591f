import { availableParallelism } from 'node:os';
import { pickRows } from '../arguments';
import type { Benchmark, BenchmarkContext, Selection } from '../benchmark';
import { busySeconds, describeCommit, describeMachine, loadAverage } from '../machine';
import { readResults } from '../results';
import { baselineOrder, imagenetFile } from './baselines';
import { DATASETS, type Prepared, prepareDataset } from './datasets';
import type { Answer } from './orders';
import { printRows } from './print';
import {
  allPlans,
  batchSizeOf,
  isBaseline,
  isDone,
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
const CALIBRATION_SECONDS = 6;

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
    const digestOf = (plan: Plan) => settingDigest(plan, datasetOf(datasets, plan), seconds);
    const isLeft = (plan: Plan) => isAgain || !isDone(plan, { digest: digestOf(plan), isQuick, stored });
    const left = plans.filter(isLeft);
    say(`${plans.length} rows, ${plans.length - left.length} of them are there`);

    const until = performance.now() + minutes * 60_000;
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

function wantedPlans({ patterns, isQuick }: Selection): Plan[] {
  const plans = allPlans(DATASETS, { hasImagenet: imagenetFile() !== undefined });
  if (patterns.length > 0) return pickRows(plans, ({ key }) => key, patterns);
  return isQuick ? plans.filter(({ key }) => QUICK.includes(key)) : plans;
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
    const known = knownEpochs(plan, { digest, isQuick: context.isQuick, stored, machine });
    const found = known ?? (await findEpochs(plan, { order, seconds, say: context.say }));
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

/** Epochs that fill the time on this machine, or why there are none. */
async function findEpochs(
  plan: Plan,
  {
    order,
    seconds,
    say,
  }: { order: { dataset: Prepared; seed: number; threads: number }; seconds: number } & Pick<BenchmarkContext, 'say'>,
): Promise<number | Answer> {
  const { dataset } = order;
  const perEpoch = Math.floor(dataset.trainPictures / batchSizeOf(plan, dataset));
  // So many that every step is reported, and that it is not over before its time is known.
  const config = pretrainConfig(plan, dataset, Math.max(1, Math.floor(2000 / perEpoch)));
  const calibration = Math.min(CALIBRATION_SECONDS, seconds);
  const answer = await startRow({ ...order, phase: 'calibrate', config, seconds: calibration });
  if (answer.kind !== 'calibrated') return answer;
  const epochs = Math.max(1, Math.round(seconds / (answer.stepSeconds * perEpoch)));
  say(`  ${answer.stepSeconds.toFixed(3)} s a step, ${perEpoch} steps an epoch: ${epochs} epochs`);
  return epochs;
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
  if (answer.kind === 'calibrated' || answer.kind === 'classified')
    throw new Error(`${answer.kind} is no result of a method`);
  return { outcome: answer.kind, reason: answer.reason, ...NOTHING };
}

function describeRow({ outcome, reason, knn, linear, trainSeconds, peakMb }: MethodRow): string {
  if (outcome !== 'measured') return `${outcome}: ${reason}`;
  const seconds = trainSeconds === null ? '' : `, trained ${trainSeconds.toFixed(0)} s`;
  const share = (figure: typeof knn) => figure?.accuracy.toFixed(4) ?? '–';
  return `kNN ${share(knn)}, linear ${share(linear)}${seconds}, peak ${peakMb?.toFixed(0)} MB`;
}
