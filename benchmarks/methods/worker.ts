/** The process of one row: `node --import tsx worker.ts ORDER`. Does what the trainer's child would, without a database. */
import { InputError, type PretrainConfig, type RunConfig } from '@assay/contracts';
import { openEngine, tf } from '@assay/engine';
import { openArtifacts } from '@assay/store';
import { openingOptions } from '../../apps/trainer/src/tasks/engineOptions';
import type { Costed } from '../baselines/rows';
import { medianOf } from '../statistics';
import { storeWeights } from './baselines';
import { ANSWER, type Answer, type Classified, type Link, type Measured, type Order, READY } from './orders';
import { measureHog, measureProbes, probeConfigs } from './probes';
import { createSession } from './session';

const order = JSON.parse(process.argv[2] ?? '{}') as Order; // from our own parent
process.stdout.write(`${READY}\n`);
const startedAt = performance.now();
const { threads } = order;
const engine = openEngine('config' in order ? openingOptions(order.config, threads) : { threads });
const session = createSession(order, engine);

/** Steps before which the runtime still settles. */
const WARM_STEPS = 3;
/** Fewer say too little, however slow they are. */
const STEPS_MIN = 4;

const answer = await work().catch(explain);
const { user, system } = process.cpuUsage();
const versions = { node: process.versions.node, tensorflow: engine.tensorflow, tfjs: tf.version.tfjs ?? '' };
const said = { ...answer, cpuSeconds: (user + system) / 1e6, versions } as Answer; // the one kind, with what all have
process.stdout.write(`${ANSWER}${JSON.stringify(said)}\n`, () => process.exit(0));

type Said =
  | Omit<Extract<Answer, { kind: 'calibrated' }>, 'cpuSeconds' | 'versions'>
  | ({ kind: 'measured' } & Measured)
  | ({ kind: 'classified' } & Classified)
  | ({ kind: 'costed' } & Costed);

async function work(): Promise<Said> {
  switch (order.phase) {
    case 'calibrate':
      return { kind: 'calibrated', stepSeconds: await calibrate(order.config, order.seconds) };
    case 'hog':
      return measured(null, await measureHog(openArtifacts(order.dataset.artifactsUrl), order.dataset));
    case 'frozen':
      return measured(null, await measureProbes(session, probeConfigs(order.config), null));
    case 'imagenet': {
      const { weights, frame } = await storeWeights(order.file, {
        artifacts: session.artifacts,
        dataset: order.dataset,
      });
      return measured(null, await measureProbes(session, probeConfigs(frame), weights));
    }
    case 'chain': {
      const { chain } = order;
      const last = chain.at(-1);
      if (!last) throw new Error('a chain needs a pretraining');
      const { weights, links } = await pretrainChain(chain);
      const said = measured(null, await measureProbes(session, probeConfigs(last), weights));
      return { ...said, links };
    }
    case 'classifier':
      return { kind: 'classified', ...(await classify(order)) };
    case 'costed':
      return { kind: 'costed', ...(await costOf(order)) };
    case 'pretrained': {
      const pretrained = await pretrain(order.config);
      return measured(pretrained, await measureProbes(session, probeConfigs(order.config), pretrained.weights));
    }
  }
}

function measured(
  pretrained: Awaited<ReturnType<typeof pretrain>> | null,
  figures: Pick<Measured, 'knn' | 'linear' | 'majorityShare'>,
): { kind: 'measured' } & Measured {
  const { steps = null, trainSeconds = null, pretrainSeconds = null } = pretrained ?? {};
  const totalSeconds = (performance.now() - startedAt) / 1000;
  const peakMb = session.notePeak();
  return { kind: 'measured', steps, trainSeconds, pretrainSeconds, totalSeconds, peakMb, ...figures };
}

/** Seconds of a step, from event to event, by the trainer's own loop; its run is cancelled once that is known. */
async function calibrate(config: RunConfig, seconds: number): Promise<number> {
  const times: number[] = [];
  const { stopped } = await session.run(config, {
    onStep: (at, stop) => {
      times.push(at);
      const [first = at] = times.slice(WARM_STEPS);
      if (times.length > WARM_STEPS + STEPS_MIN && at - first > seconds * 1000) stop();
    },
  });
  const warm = times.slice(WARM_STEPS);
  const gaps = warm.slice(1).map((at, i) => at - (warm[i] ?? 0));
  if (gaps.length < STEPS_MIN) throw new Error(`calibration: ${gaps.length} warm steps, stopped: ${stopped}`);
  return medianOf(gaps) / 1000;
}

async function pretrain(config: RunConfig) {
  const begun = performance.now();
  const times: number[] = [];
  const run = await session.run(config, { onStep: (at) => times.push(at) });
  const weights = run.artifact('weights');
  if (!weights) throw new Error('the pretraining stored no weights');
  // The first step's own time is not known; it is taken as long as the others.
  const trainSeconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const share = times.length / Math.max(1, times.length - 1);
  return {
    weights,
    steps: run.steps,
    trainSeconds: trainSeconds * share,
    pretrainSeconds: (performance.now() - begun) / 1000,
  };
}

async function pretrainChain(chain: readonly PretrainConfig[]): Promise<{ weights: string | null; links: Link[] }> {
  let source: { config: RunConfig; weights: string } | null = null;
  const links: Link[] = [];
  for (const config of chain) {
    const begun = performance.now();
    const run = await session.run(config, { source });
    const weights = run.artifact('weights');
    if (!weights) throw new Error(`${config.method.kind} stored no weights`);
    source = { config, weights };
    links.push({
      method: config.method.kind,
      steps: run.steps,
      seconds: (performance.now() - begun) / 1000,
      loss: run.last('train/loss') ?? null,
      perplexity: run.last('train/perplexity') ?? null,
    });
  }
  return { weights: source?.weights ?? null, links };
}

async function classify({
  pretraining,
  config,
}: Pick<Extract<Order, { phase: 'classifier' }>, 'pretraining' | 'config'>): Promise<Classified> {
  const weights = pretraining ? (await session.run(pretraining)).artifact('weights') : null;
  if (weights === undefined) throw new Error('the pretraining stored no weights');
  const run = await session.run(config, { weights });
  const accuracy = run.last('test/accuracy');
  if (accuracy === undefined) throw new Error('the run measured no test/accuracy');
  return { totalSeconds: (performance.now() - startedAt) / 1000, peakMb: session.notePeak(), accuracy };
}

async function costOf({
  pretraining,
  config,
}: Pick<Extract<Order, { phase: 'costed' }>, 'pretraining' | 'config'>): Promise<Costed> {
  const pretrained = pretraining ? await session.run(pretraining) : null;
  const run = await session.run(config, { weights: pretrained?.artifact('weights') ?? null, isTimed: true });
  const figure = (key: string, of = run) => {
    const value = of.last(key);
    if (value === undefined) throw new Error(`the run measured no ${key}`);
    return value;
  };
  const pictures = await session.countPictures('test');
  return {
    pictures,
    accuracy: figure('test/accuracy'),
    balancedAccuracy: figure('test/balancedAccuracy'),
    majorityShare: figure('test/majorityShare'),
    trainSeconds: figure('cost/trainSeconds'),
    pretrainSeconds: pretrained ? figure('cost/trainSeconds', pretrained) : 0,
    msPerPicture: figure('cost/msPerPicture'),
    modelBytes: figure('cost/modelBytes'),
    peakMb: session.notePeak(),
  };
}

/** What a method refuses is no failure of the benchmark. */
function explain(error: unknown): { kind: 'notApplicable' | 'failed'; reason: string } {
  const reason = error instanceof Error ? error.message : String(error);
  const isRefused = error instanceof InputError && /^(method|backbone|views|input)/.test(error.where);
  return { kind: isRefused ? 'notApplicable' : 'failed', reason: reason.split('\n')[0] ?? reason };
}
