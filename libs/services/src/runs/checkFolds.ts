import {
  canonicalJson,
  describeFold,
  type FoldConfig,
  InputError,
  type Manifest,
  type RunConfig,
} from '@assay/contracts';
import { findDatasetVersion, getRun, type RunWithExperiment } from '@assay/store';
import type { Context } from '../context';
import { readManifest } from '../datasets/datasets';
import { checkDataset } from './checkDataset';
import { configsWithin, runsWithin } from './foldConfig';

/** A dataset version with the splits of a fold. Who divides pictures is the caller's: services cannot. */
export type Divide = (manifest: Manifest, fold: FoldConfig) => Manifest;

/**
 * Refuses folds by which test pictures could be learned from, and pictures that cannot be divided so.
 *
 * @param configs one pinned config at each of its folds
 * @param divide where it is not given, a run whose pictures cannot be divided fails when it reads them
 * @throws InputError
 */
export async function checkFolds(ctx: Context, configs: readonly RunConfig[], divide?: Divide): Promise<void> {
  const folded = configs.filter((config) => config.fold !== null || runsWithin(config).length > 0);
  const [first] = folded;
  if (!first) return;
  const sources = await sourcesOf(ctx, first);
  for (const config of folded) for (const source of sources) requireSameFold(config, source);
  if (first.fold === null) return;
  const manifest = await manifestOf(ctx, first.dataset);
  await requireNoOverlap(ctx, first, manifest);
  for (const config of folded) {
    requireNoTestPictures(config);
    if (divide && config.fold)
      checkDataset({ ...config, fold: null }, divide(manifest, config.fold), config.dataset.name);
  }
}

/** The runs that a config builds on, and those that they were built on. */
async function sourcesOf({ db }: Context, config: RunConfig): Promise<RunWithExperiment[]> {
  const found: RunWithExperiment[] = [];
  for (let ids = runsWithin(config); ids.length > 0; ) {
    const runs = (await Promise.all(ids.map((id) => getRun(db, id)))).filter((run) => run !== undefined);
    found.push(...runs);
    ids = runs.flatMap(({ dependsOn }) => (dependsOn === null ? [] : [dependsOn]));
  }
  return found;
}

/** Who learns from one dataset learns from one fold of it. */
function requireSameFold(config: RunConfig, source: RunWithExperiment): void {
  if (config.dataset.name !== source.datasetName) return;
  const [ours, theirs] = [config.fold ?? null, source.config.fold ?? null];
  const isSame = canonicalJson(ours) === canonicalJson(theirs);
  if (isSame && (ours === null || source.datasetDigest === config.dataset.version)) return;
  const say = (fold: FoldConfig | null): string => (fold ? describeFold(fold) : 'its own splits');
  throw new InputError({
    where: 'fold',
    found: `run ${source.id} learned from "${source.datasetName}" by ${say(theirs)}, this one tests by ${say(ours)}: test pictures would be known`,
    fix: 'name the pretraining itself, as init: { kind: "config" }, so that each fold gets its own',
  });
}

function requireNoTestPictures(config: RunConfig): void {
  for (const one of [config, ...configsWithin(config)]) {
    if (one.fold === null || !('split' in one) || one.split !== 'test') continue;
    throw new InputError({
      where: 'split',
      found: `the pretraining would learn from the test pictures of ${describeFold(one.fold)}`,
      fix: 'use "train" or "unlabelled"',
    });
  }
}

/** A pretraining on another dataset is in no fold, so it must share nothing with the pictures that are tested. */
async function requireNoOverlap(ctx: Context, config: RunConfig, manifest: Manifest): Promise<void> {
  const pictures = new Set(manifest.items.map(({ picture }) => picture));
  const groups = new Set(manifest.items.flatMap(({ group }) => (group === undefined ? [] : [group])));
  for (const { dataset } of configsWithin(config)) {
    if (dataset.version === config.dataset.version) continue;
    const { items } = await manifestOf(ctx, dataset);
    const same = items.filter(
      ({ picture, group }) => pictures.has(picture) || (group !== undefined && groups.has(group)),
    ).length;
    if (same === 0) continue;
    throw new InputError({
      where: 'dataset',
      found: `${same} pictures of the pretraining's "${dataset.name}" are pictures or of the groups of "${config.dataset.name}", so test pictures would be known`,
      fix: 'use one dataset version in both, so that the pretraining leaves out the fold too',
    });
  }
}

async function manifestOf(ctx: Context, dataset: { name: string; version: string }): Promise<Manifest> {
  return readManifest(ctx, (await findDatasetVersion(ctx.db, dataset)).manifestDigest);
}
