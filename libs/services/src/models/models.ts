import { InputError } from '@assay/contracts';
import { findModel, listRuns, type ModelWithVersions, listModels as queryModels } from '@assay/store';
import type { Context } from '../context';
import type { ModelDetail, ModelSummary, ModelVersionSummary, ResolvedModel } from '../types';
import { readBundle } from './bundle';
import { findModelVersion } from './gate';
import { primaryMetric } from './primaryMetric';

/** Models by name, each with what is live. */
export async function listModels(ctx: Pick<Context, 'db'>): Promise<ModelSummary[]> {
  const details = await describe(ctx, await queryModels(ctx.db));
  return details.map(({ versions, ...model }) => ({ ...model, versions: versions.length }));
}

/** A model with all its versions, newest first. @throws InputError when there is none of that name */
export async function showModel(ctx: Pick<Context, 'db'>, name: string): Promise<ModelDetail> {
  await findModel(ctx.db, name);
  const [model] = await describe(ctx, await queryModels(ctx.db, { name }));
  if (!model) throw new InputError({ where: 'model', found: `there is no model "${name}"` });
  return model;
}

/** `NAME` (what is in production), `NAME@ALIAS` or `NAME@VERSION`. @throws InputError */
export async function resolveModel(ctx: Pick<Context, 'db' | 'artifacts'>, ref: string): Promise<ResolvedModel> {
  const [name = '', wanted = 'production', ...rest] = ref.split('@');
  if (name === '' || wanted === '' || rest.length > 0) {
    throw new InputError({ where: '--model', found: `"${ref}"`, fix: 'write NAME, NAME@ALIAS or NAME@VERSION' });
  }
  const model = await showModel(ctx, name);
  const isNumber = /^\d{1,9}$/.test(wanted);
  const number = isNumber ? Number(wanted) : model.aliases[wanted];
  if (number === undefined) {
    const known = Object.keys(model.aliases);
    throw new InputError({
      where: '--model',
      found: `nothing of "${name}" is in ${wanted}`,
      fix:
        known.length > 0
          ? `it has ${known.join(', ')}, or give a version: ${name}@${model.latest}`
          : `promote a version, or name one: ${name}@${model.latest}`,
    });
  }
  const { version } = await findModelVersion(ctx.db, { name, version: number });
  const bundle = await readBundle(ctx, version.bundleDigest);
  const { runId: run, bundleDigest } = version;
  return { name, version: number, alias: isNumber ? null : wanted, run, bundleDigest, bundle };
}

async function describe(ctx: Pick<Context, 'db'>, models: readonly ModelWithVersions[]): Promise<ModelDetail[]> {
  const ids = [...new Set(models.flatMap((model) => model.versions.map((version) => version.runId)))];
  const rows = ids.length > 0 ? await listRuns(ctx.db, { ids, limit: ids.length }) : [];
  const runs = new Map(rows.map((run) => [run.id, run]));
  return models.map((model) => {
    const versions = model.versions.flatMap((version): ModelVersionSummary[] => {
      const run = runs.get(version.runId);
      if (!run) return [];
      const metric = primaryMetric(run.config);
      return [
        {
          version: version.version,
          run: run.id,
          label: run.label,
          experiment: run.experiment,
          seed: run.seed,
          task: run.task,
          metrics: version.metrics,
          primary: { metric, value: version.metrics[metric] ?? null },
          dataset: { name: run.datasetName, version: run.datasetVersion, digest: run.datasetDigest },
          bundleDigest: version.bundleDigest,
          aliases: model.aliases.flatMap(({ alias, version: of }) => (of === version.version ? [alias] : [])),
          createdAt: version.createdAt,
          createdBy: version.createdBy,
        },
      ];
    });
    const aliases = Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, version]));
    return {
      name: model.name,
      latest: versions[0]?.version ?? 0,
      aliases,
      live: versions.find((version) => version.version === aliases.production) ?? null,
      versions,
      createdAt: model.createdAt,
      createdBy: model.createdBy,
    };
  });
}
