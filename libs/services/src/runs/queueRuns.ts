import {
  configDigestInput,
  InputError,
  isFinal,
  type MethodBasis,
  methodBasis,
  type NestedPretrainConfig,
  PretrainConfig,
  parseOrExplain,
  type RunConfig,
  Title,
} from '@assay/contracts';
import {
  type Database,
  enqueueJob,
  ensureExperiment,
  findReusableRun,
  getRun,
  insertRun,
  lockName,
  recordAudit,
} from '@assay/store';
import type { Context } from '../context';
import { sha256 } from '../hash';
import { oneLiveEngine } from '../overview/workers';
import type { QueuedRuns } from '../types';
import { bestCheckpoint } from './bestCheckpoint';
import { checkFolds, type Divide } from './checkFolds';
import { atFold, expandFolds } from './foldConfig';
import { initialNetwork } from './initialNetwork';
import { type Pinned, pinConfig, pinNested, sourceRun } from './pinConfig';
import { type ConfigSource, resolveConfig } from './resolveConfig';

export type QueueRequest = ConfigSource & {
  /** A run each; the config's own seed when not given. */
  seeds?: readonly number[] | undefined;
  /** How often the pictures are dealt out to folds anew; once when not given. */
  repeats?: number | undefined;
  /** Divides the pictures, so that what cannot be divided is refused before anything is queued. */
  divide?: Divide | undefined;
  experiment?: string | undefined;
  question?: string | undefined;
  /** Default group in comparisons: the recipe's or the file's name when not given. */
  label?: string | undefined;
};

/**
 * Queues a run for each fold, repetition and seed, all of them or none. The dataset's version is pinned to its digest. A config that starts
 * from another config also queues that pretraining, or uses an equal one that has succeeded or is under way.
 *
 * @throws InputError when the config, the seeds or the dataset cannot give a run
 */
export async function queueRuns(ctx: Context, request: QueueRequest): Promise<QueuedRuns> {
  const resolved = resolveConfig({ ...request, network: await initialNetwork(ctx, request) });
  const seeds = checkSeeds(request.seeds ?? [resolved.config.seed]);
  const label = parseOrExplain(Title, request.label ?? resolved.label, '--label');
  const experimentName = parseOrExplain(Title, request.experiment ?? label, '--experiment');
  const pinned = await pinConfig(ctx, resolved.config);
  // Completes the id in the config, so it comes before the folds' copies of that.
  const source = (await sourceRun(ctx, pinned.config))?.id ?? basisRun(pinned.config);
  const isEach = request.folds !== undefined;
  const repeats = checkRepeats(request.repeats ?? 1, isEach);
  const configs = expandFolds(pinned.config.fold, { isEach, repeats }).map((fold) => atFold(pinned.config, fold));
  await checkFolds(ctx, configs, request.divide);
  const engine = await oneLiveEngine(ctx);

  return ctx.db.transaction(async (tx) => {
    const experiment = await ensureExperiment(tx, {
      name: experimentName,
      question: request.question,
      createdBy: ctx.actor.name,
    });
    const pretraining = new Set<string>();
    const queue = { ctx, tx, experimentId: experiment.id, engine, label, pretraining };
    const runs: string[] = [];
    for (const seeded of inOrder(configs, seeds)) {
      const dependsOn = source ?? (await pretrainingOf(queue, seeded, seeded.seed));
      runs.push(await queueOne(queue, { config: seeded, dataset: pinned.dataset }, { label, dependsOn }));
    }
    await recordAudit(tx, {
      actor: ctx.actor.name,
      action: 'runs.queue',
      subject: experiment.name,
      detail: {
        runs,
        label,
        seeds: [...seeds],
        ...(pinned.config.fold ? { folds: pinned.config.fold.of, repeats } : {}),
      },
    });
    return { experiment: experiment.name, runs, pretraining: [...pretraining] };
  });
}

/** All folds of a repetition at one seed, then at the next: what belongs together is whole as early as can be. */
function inOrder(configs: readonly RunConfig[], seeds: readonly number[]): RunConfig[] {
  const repeats = [...new Set(configs.map(({ fold }) => fold?.repeat))];
  return repeats.flatMap((repeat) =>
    seeds.flatMap((seed) =>
      configs.filter(({ fold }) => fold?.repeat === repeat).map((config) => ({ ...config, seed })),
    ),
  );
}

type Queue = {
  ctx: Context;
  tx: Database;
  experimentId: string;
  engine: string | undefined;
  label: string;
  /** Those that other runs of this request depend on. */
  pretraining: Set<string>;
};

async function queueOne(
  { ctx, tx, experimentId }: Queue,
  { config, dataset }: Pinned,
  { label, dependsOn }: { label: string; dependsOn: string | undefined },
): Promise<string> {
  const run = await insertRun(tx, {
    experimentId,
    label,
    task: config.task,
    seed: config.seed,
    config,
    configDigest: digestOf(config),
    datasetName: dataset.name,
    datasetVersion: dataset.version,
    datasetDigest: dataset.digest,
    createdBy: ctx.actor.name,
    dependsOn: dependsOn ?? null,
  });
  await enqueueJob(tx, { payload: { kind: 'run', run: run.id }, createdBy: ctx.actor.name });
  return run.id;
}

/** The pretraining that a config asks for at a seed: an equal one if there is any, a new one otherwise. */
async function pretrainingOf(queue: Queue, config: RunConfig, seed: number): Promise<string | undefined> {
  const asked = 'init' in config ? config.init : basisOf(config);
  if (asked?.kind !== 'config') return undefined;
  const id = await queueNested(queue, asked.config, asked.pretrainSeed ?? seed);
  queue.pretraining.add(id);
  if ('which' in asked && asked.which === 'best') {
    // One that has ended before may have been pretrained when no best checkpoint was kept.
    const run = await getRun(queue.tx, id);
    if (run && isFinal(run.status)) await bestCheckpoint(queue.tx, run, 'init.which');
  }
  return id;
}

async function queueNested(queue: Queue, asked: NestedPretrainConfig, seed: number): Promise<string> {
  const nested = await pinNested(queue.ctx, asked);
  const config = PretrainConfig.parse({ ...nested.config, seed });
  const same = { configDigest: digestOf(config), seed: config.seed, datasetDigest: nested.dataset.digest };
  // Two who queue the same strategy at once share one pretraining. One lock for all its seeds: with a lock a seed, two
  // requests that name them in another order would wait for each other.
  await lockName(queue.tx, `pretraining ${same.configDigest} ${same.datasetDigest}`);
  const found = await findReusableRun(queue.tx, { ...same, engine: queue.engine });
  if (found) return found.id;
  const dependsOn = basisRun(config) ?? (await pretrainingOf(queue, config, seed));
  const label = `${queue.label} ${config.method.kind === 'dvae' || config.method.kind === 'vqKd' ? 'tokenizer' : 'pretraining'}`;
  return queueOne(queue, { config, dataset: nested.dataset }, { label, dependsOn });
}

/** What a pretraining's method builds on. */
function basisOf(config: RunConfig): MethodBasis | undefined {
  return (config.task === 'pretrain' && methodBasis(config.method)) || undefined;
}

/** The same where it is a run by its id. */
function basisRun(config: RunConfig): string | undefined {
  const basis = basisOf(config);
  return basis?.kind === 'run' ? basis.id : undefined;
}

function digestOf(config: RunConfig): string {
  return sha256(configDigestInput(config));
}

function checkRepeats(repeats: number, hasFolds: boolean): number {
  if (!hasFolds && repeats !== 1) {
    throw new InputError({
      where: '--repeats',
      found: 'no folds to repeat',
      fix: 'add --folds, for instance --folds 5',
    });
  }
  if (Number.isInteger(repeats) && repeats >= 1 && repeats <= 1000) return repeats;
  throw new InputError({ where: '--repeats', found: `${repeats}`, fix: 'a whole number from 1 to 1000' });
}

function checkSeeds(seeds: readonly number[]): readonly number[] {
  const wrong = seeds.find((seed) => !Number.isInteger(seed) || seed < 0 || seed > 2 ** 31 - 1);
  if (wrong !== undefined) {
    throw new InputError({ where: '--seeds', found: `${wrong}`, fix: 'seeds are whole numbers from 0, as in 0,1,2' });
  }
  if (seeds.length === 0) throw new InputError({ where: '--seeds', found: 'no seed', fix: 'for instance 0,1,2' });
  if (new Set(seeds).size < seeds.length) {
    throw new InputError({ where: '--seeds', found: 'a seed twice', fix: 'name each seed once' });
  }
  return seeds;
}
