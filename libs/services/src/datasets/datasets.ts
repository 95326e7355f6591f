import { InputError, Manifest, nearest, parseOrExplain, Split } from '@assay/contracts';
import {
  countItems,
  type DatasetVersionWithName,
  findDatasetVersion,
  listDatasetVersions,
  listDatasets as queryDatasets,
  listItems as queryItems,
} from '@assay/store';
import type { Context } from '../context';
import type { DatasetDetail, DatasetSummary, ItemPage } from '../types';

/** Newest version of each name. */
export async function listDatasets(ctx: Pick<Context, 'db'>): Promise<DatasetSummary[]> {
  return (await queryDatasets(ctx.db)).map((row) => summarise(row, row.versions));
}

/** One version of a name with its history. @throws InputError when there is none. */
export async function showDataset(ctx: Pick<Context, 'db'>, ref: string): Promise<DatasetDetail> {
  const row = await resolveDatasetVersion(ctx, ref);
  const history = await listDatasetVersions(ctx.db, row.name);
  return {
    ...summarise(row, history.length),
    problems: row.problems,
    origin: row.origin,
    history: history.map(({ name, version, digest, counts, format, createdAt, createdBy }) => ({
      name,
      version,
      digest,
      items: counts.items,
      format,
      createdAt,
      createdBy,
    })),
  };
}

/** `NAME`, `NAME@3`, `NAME@latest` or `NAME@<digest prefix>`. @throws InputError */
export async function resolveDatasetVersion(ctx: Pick<Context, 'db'>, ref: string): Promise<DatasetVersionWithName> {
  const [name = '', version, ...rest] = ref.split('@');
  if (name === '' || version === '' || rest.length > 0) {
    throw new InputError({ where: 'dataset', found: `"${ref}"`, fix: 'write NAME or NAME@VERSION' });
  }
  return findDatasetVersion(ctx.db, { name, version });
}

/** A stored manifest by its digest. */
export async function readManifest(ctx: Pick<Context, 'artifacts'>, digest: string): Promise<Manifest> {
  const value: unknown = JSON.parse((await ctx.artifacts.read(digest)).toString('utf8'));
  return parseOrExplain(Manifest, value, `manifest ${digest.slice(0, 12)}`);
}

export type ItemQuery = {
  dataset: string;
  split?: string | undefined;
  /** A class by name. */
  class?: string | undefined;
  offset?: number | undefined;
  limit?: number | undefined;
};

/** Pictures of a dataset version with their annotations, in the manifest's order. */
export async function listItems(ctx: Pick<Context, 'db'>, query: ItemQuery): Promise<ItemPage> {
  const version = await resolveDatasetVersion(ctx, query.dataset);
  const filter = {
    versionId: version.id,
    split: query.split === undefined ? undefined : parseOrExplain(Split, query.split, 'split'),
    class: query.class === undefined ? undefined : classIndex(version, query.class),
  };
  const [total, items] = await Promise.all([
    countItems(ctx.db, filter),
    queryItems(ctx.db, { ...filter, offset: query.offset, limit: query.limit }),
  ]);
  return { total, classes: version.classes, items };
}

function classIndex(version: DatasetVersionWithName, name: string): number {
  const index = version.classes.indexOf(name);
  if (index >= 0) return index;
  const guess = nearest(name, version.classes);
  throw new InputError({
    where: 'class',
    found: `"${version.name}" has no class "${name}"`,
    fix: guess ? `did you mean "${guess}"?` : `its classes are ${version.classes.join(', ')}`,
  });
}

function summarise(row: DatasetVersionWithName, versions: number): DatasetSummary {
  const { name, version, digest, format, classes, createdAt, createdBy } = row;
  return { name, version, digest, versions, format, classes, ...row.counts, createdAt, createdBy };
}
