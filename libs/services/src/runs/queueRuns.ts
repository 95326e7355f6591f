import {
  type BackboneConfig,
  configDigestInput,
  InputError,
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
  findDatasetVersion,
  findReusableRun,
  findRun,
  insertRun,
  lockName,
  type RunWithExperiment,
  recordAudit,
} from '@assay/store';
import type { Context } from '../context';
import { readManifest } from '../datasets/datasets';
import { sha256 } from '../hash';
import { oneLiveEngine } from '../overview/workers';
import type { QueuedRuns } from '../types';
import { checkDataset } from './checkDataset';
import { type ConfigSource, resolveConfig } from './resolveConfig';

export type QueueRequest = ConfigSource & {
  /** A run each; the config's own seed when not given. */
  seeds?: readonly number[] | undefined;
  experiment?: string | undefined;
  question?: string | undefined;
  /** Default group in comparisons: the recipe's or the file's name when not given. */
  label?: string | undefined;
};

type Pinned = { config: RunConfig; dataset: { name: string; version: number; digest: string } };

/**
 * Queues a run for each seed, all of them or none. The dataset's version is pinned to its digest. A config that starts
 * from another config also queues that pretraining, or uses an equal one that has succeeded or is under way.
 *
 * @throws InputError when the config, the seeds or the dataset cannot give a run
 */
export async function queueRuns(ctx: Context, request: QueueRequest): Promise<QueuedRuns> {
  const resolved = resolveConfig(request);
  const seeds = checkSeeds(request.seeds ?? [resolved.config.seed]);
  const label = parseOrExplain(Title, request.label ?? resolved.label, '--label');
  const experimentName = parseOrExplain(Title, request.experiment ?? label, '--experiment');
  const pinned = await pin(ctx, resolved.config);
  const source = await sourceRun(ctx, pinned.config);
  const engine = await oneLiveEngine(ctx);

  return ctx.db.transaction(async (tx) => {
    const experiment = await ensureExperiment(tx, {
      name: experimentName,
      question: request.question,
      createdBy: ctx.actor.name,
    });
    const queue = { ctx, tx, experimentId: experiment.id, engine, label };
    const runs: string[] = [];
    const pretraining = new Set<string>();
    for (const seed of seeds) {
      const dependsOn = source?.id ?? (await pretrainingOf(queue, pinned, seed));
      if (dependsOn && !source) pretraining.add(dependsOn);
      const config = { ...pinned.config, seed };
      runs.push(await queueOne(queue, { config, dataset: pinned.dataset }, { label, dependsOn }));
    }
    await recordAudit(tx, {
      actor: ctx.actor.name,
      action: 'runs.queue',
      subject: experiment.name,
      detail: { runs, label, seeds: [...seeds] },
    });
    return { experiment: experiment.name, runs, pretraining: [...pretraining] };
  });
}

type Queue = {
  ctx: Context;
  tx: Database;
  experimentId: string;
  engine: string | undefined;
  label: string;
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
async function pretrainingOf(queue: Queue, pinned: Pinned, seed: number): Promise<string | undefined> {
  const init = 'init' in pinned.config ? pinned.config.init : undefined;
  if (init?.kind !== 'config') return undefined;
  const nested = await pinNested(queue.ctx, init.config);
  const config = PretrainConfig.parse({ ...nested.config, seed: init.pretrainSeed ?? seed });
  const same = { configDigest: digestOf(config), seed: config.seed, datasetDigest: nested.dataset.digest };
  // Two who queue the same strategy at once share one pretraining.
  await lockName(queue.tx, `pretraining ${same.configDigest} ${same.seed} ${same.datasetDigest}`);
  const found = await findReusableRun(queue.tx, { ...same, engine: queue.engine });
  if (found) return found.id;
  const label = `${queue.label} pretraining`;
  return queueOne(queue, { config, dataset: nested.dataset }, { label, dependsOn: undefined });
}

async function pin(ctx: Context, config: RunConfig): Promise<Pinned> {
  const dataset = await pinDataset(ctx, config.dataset);
  const pinned = { ...config, dataset: { ...config.dataset, version: dataset.digest } };
  checkDataset(pinned, await readManifest(ctx, dataset.manifestDigest), dataset.name);
  if (!('init' in pinned) || pinned.init.kind !== 'config') return { config: pinned, dataset };
  const nested = await pinNested(ctx, pinned.init.config);
  requireSameNetwork(pinned, nested.config, 'init.config');
  return { config: { ...pinned, init: { ...pinned.init, config: nested.config } }, dataset };
}

async function pinNested(ctx: Context, config: NestedPretrainConfig) {
  const dataset = await pinDataset(ctx, config.dataset);
  const pinned = { ...config, dataset: { ...config.dataset, version: dataset.digest } };
  checkDataset({ ...pinned, seed: 0 }, await readManifest(ctx, dataset.manifestDigest), dataset.name);
  return { config: pinned, dataset };
}

async function pinDataset(ctx: Context, ref: RunConfig['dataset']) {
  const { name, version, digest, manifestDigest } = await findDatasetVersion(ctx.db, ref);
  return { name, version, digest, manifestDigest };
}

/** The run whose weights a config asks for by id; its id is completed in the config. */
async function sourceRun(ctx: Context, config: RunConfig): Promise<RunWithExperiment | undefined> {
  if (!('init' in config) || config.init.kind !== 'run') return undefined;
  const run = await findRun(ctx.db, config.init.id);
  const found =
    run.status === 'failed' || run.status === 'cancelled' ? `run ${run.id} was not finished: ${run.status}` : '';
  if (found) throw new InputError({ where: 'init.id', found, fix: 'start from a run that succeeded' });
  if (run.config.task === 'classical' || run.config.task === 'anomaly' || run.config.task === 'probe') {
    throw new InputError({
      where: 'init.id',
      found: `run ${run.id} is a ${run.config.task} run, which leaves no network behind`,
      fix: 'start from a pretraining or a fine-tuning',
    });
  }
  requireSameNetwork(config, run.config, `run ${run.id}`);
  config.init.id = run.id;
  return run;
}

type WithNetwork = { backbone: BackboneConfig; input: { channels: number } };

function requireSameNetwork(config: WithNetwork, source: WithNetwork, where: string): void {
  const [ours, theirs] = [config, source].map(({ backbone }) => comparable(backbone));
  if (ours !== theirs) {
    throw new InputError({
      where: 'backbone',
      found: `${ours} does not fit the weights of ${where}, which are ${theirs}`,
      fix: 'use the same backbone in both',
    });
  }
  if (config.input.channels !== source.input.channels) {
    const found = `${config.input.channels}, but ${where} has ${source.input.channels}`;
    throw new InputError({ where: 'input.channels', found, fix: 'use the same number in both' });
  }
}

/** How a picture is pooled changes no weight, so that it may differ. */
function comparable(backbone: BackboneConfig): string {
  const facts = Object.entries(backbone).filter(([key]) => key !== 'pool');
  return facts
    .map(([key, value]) => (key === 'kind' ? String(value) : `${key} ${value}`))
    .sort()
    .join(', ');
}

function digestOf(config: RunConfig): string {
  return sha256(configDigestInput(config));
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
