import { type BackboneConfig, InputError, isFinal, type NestedPretrainConfig, type RunConfig } from '@assay/contracts';
import { findDatasetVersion, type RunWithExperiment } from '@assay/store';
import type { Context } from '../context';
import { readManifest } from '../datasets/datasets';
import { pinWeights } from '../weights/pinWeights';
import { bestCheckpoint, requireBest } from './bestCheckpoint';
import { checkDataset } from './checkDataset';
import { findNetworkRun } from './networkRun';
import { comparableBackbone, pinBackbone } from './pinBackbone';
import { pinMethod } from './pinMethod';

export type Pinned = { config: RunConfig; dataset: { name: string; version: number; digest: string } };

/** A config with its dataset's version pinned to the digest, checked against the pictures. @throws InputError */
export async function pinConfig(ctx: Context, config: RunConfig): Promise<Pinned> {
  const dataset = await pinDataset(ctx, config.dataset);
  const pinned = await pinWeights(ctx, await pinParts(ctx, config, dataset.digest));
  checkDataset(pinned, await readManifest(ctx, dataset.manifestDigest), dataset.name);
  if (!('init' in pinned) || pinned.init.kind !== 'config') return { config: pinned, dataset };
  const nested = await pinNested(ctx, pinned.init.config);
  requireSameNetwork(pinned, nested.config, 'init.config');
  if (pinned.init.which === 'best') {
    const judged = { ...nested.config, seed: 0, fold: pinned.fold ?? nested.config.fold };
    const where = { where: 'init.which', whose: 'init.config' };
    requireBest(judged, await readManifest(ctx, nested.dataset.manifestDigest), where);
  }
  return { config: { ...pinned, init: { ...pinned.init, config: nested.config } }, dataset };
}

/** The same for a pretraining that another config depends on. */
export async function pinNested<Config extends NestedPretrainConfig>(ctx: Context, config: Config) {
  const dataset = await pinDataset(ctx, config.dataset);
  const pinned = await pinParts(ctx, config, dataset.digest);
  checkDataset({ ...pinned, seed: 0 }, await readManifest(ctx, dataset.manifestDigest), dataset.name);
  return { config: pinned, dataset };
}

async function pinParts<Config extends RunConfig | NestedPretrainConfig>(
  ctx: Context,
  config: Config,
  digest: string,
): Promise<Config> {
  const method = 'method' in config ? { method: await pinMethod(ctx, config, pinNested) } : {};
  const backbone = 'backbone' in config ? { backbone: await pinBackbone(config.backbone) } : {};
  return { ...config, ...backbone, ...method, dataset: { ...config.dataset, version: digest } };
}

async function pinDataset(ctx: Context, ref: RunConfig['dataset']) {
  const { name, version, digest, manifestDigest } = await findDatasetVersion(ctx.db, ref);
  return { name, version, digest, manifestDigest };
}

/** The run whose weights a config asks for by id; its id is completed in the config. */
export async function sourceRun(ctx: Context, config: RunConfig): Promise<RunWithExperiment | undefined> {
  if (!('init' in config) || config.init.kind !== 'run') return undefined;
  const run = await findNetworkRun(ctx, config.init.id, 'init.id');
  requireSameNetwork(config, run.config, `run ${run.id}`);
  config.init.id = run.id;
  if (config.init.which === 'best') {
    const where = 'init.which';
    if (isFinal(run.status)) await bestCheckpoint(ctx.db, run, where);
    // The manifest's artifact is named by the version's own digest.
    else requireBest(run.config, await readManifest(ctx, run.datasetDigest), { where, whose: `run ${run.id}` });
  }
  return run;
}

type WithNetwork = { backbone: BackboneConfig; input: { channels: number } };

function requireSameNetwork(config: WithNetwork, source: WithNetwork, where: string): void {
  const [ours, theirs] = [config, source].map(({ backbone }) => comparableBackbone(backbone));
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
