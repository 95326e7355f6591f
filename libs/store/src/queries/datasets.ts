import { InputError, nearest } from '@assay/contracts';
import { asc, desc, eq, getTableColumns } from 'drizzle-orm';
import { createId } from '../createId';
import type { Database } from '../database';
import { type Dataset, datasets } from '../schema/datasets';
import { type DatasetVersion, datasetVersions } from '../schema/datasetVersions';
import { one } from './one';

export type DatasetVersionWithName = DatasetVersion & { name: string };

const withName = { ...getTableColumns(datasetVersions), name: datasets.name };

/** The dataset of that name, made when there is none. */
export async function ensureDataset(db: Database, params: { name: string; createdBy: string }): Promise<Dataset> {
  const made = await db
    .insert(datasets)
    .values({ id: createId(), ...params })
    .onConflictDoNothing()
    .returning();
  return made[0] ?? one(await db.select().from(datasets).where(eq(datasets.name, params.name)));
}

export type NewDatasetVersion = Pick<
  DatasetVersion,
  'digest' | 'manifestDigest' | 'format' | 'classes' | 'counts' | 'problems' | 'createdBy'
> & { name: string; origin?: Record<string, unknown>; derivedFrom?: string | null };

/**
 * Publishes a manifest under the name's next number. The same digest as the newest version's gives that version again
 * and `isNew` false. Two publishers of one name take turns, so run it in the transaction that also inserts the items.
 */
export async function insertDatasetVersion(
  tx: Database,
  version: NewDatasetVersion,
): Promise<{ version: DatasetVersionWithName; isNew: boolean }> {
  const { name, ...values } = version;
  const { id: datasetId } = await ensureDataset(tx, { name, createdBy: version.createdBy });
  // The row's lock is held to the end of the transaction; the number below is read after it was got.
  await tx.select({ id: datasets.id }).from(datasets).where(eq(datasets.id, datasetId)).for('update');
  const [newest] = await tx
    .select(withName)
    .from(datasetVersions)
    .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
    .where(eq(datasetVersions.datasetId, datasetId))
    .orderBy(desc(datasetVersions.version))
    .limit(1);
  if (newest?.digest === version.digest) return { version: newest, isNew: false };
  const number = (newest?.version ?? 0) + 1;
  const row = one(
    await tx
      .insert(datasetVersions)
      .values({ ...values, id: createId(), datasetId, version: number })
      .returning(),
  );
  return { version: { ...row, name }, isNew: true };
}

/** Newest version of each name, by name. */
export async function listDatasets(db: Database): Promise<(DatasetVersionWithName & { versions: number })[]> {
  const rows = await db
    .select(withName)
    .from(datasetVersions)
    .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
    .orderBy(asc(datasets.name), asc(datasetVersions.version));
  const newest = new Map<string, DatasetVersionWithName & { versions: number }>();
  for (const row of rows) newest.set(row.name, { ...row, versions: (newest.get(row.name)?.versions ?? 0) + 1 });
  return [...newest.values()];
}

/** A name's versions, newest first. @throws InputError when there is no such name. */
export async function listDatasetVersions(db: Database, name: string): Promise<DatasetVersionWithName[]> {
  const rows = await db
    .select(withName)
    .from(datasetVersions)
    .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
    .where(eq(datasets.name, name))
    .orderBy(desc(datasetVersions.version));
  if (rows.length === 0) throw await noDataset(db, name);
  return rows;
}

/**
 * One version of a name: `latest`, a number, or the first characters (4 or more) of a digest.
 * @throws InputError when there is none or when the digest's beginning fits several.
 */
export async function findDatasetVersion(
  db: Database,
  params: { name: string; version?: string | number | undefined },
): Promise<DatasetVersionWithName> {
  const wanted = String(params.version ?? 'latest');
  const versions = await listDatasetVersions(db, params.name);
  const [latest] = versions;
  if (latest && wanted === 'latest') return latest;
  const numbered = versions.find((version) => String(version.version) === wanted);
  if (numbered) return numbered;
  // The newest one of equal digests: they are the same manifest.
  const matching = /^[0-9a-f]{4,64}$/.test(wanted) ? versions.filter((v) => v.digest.startsWith(wanted)) : [];
  const [first] = matching;
  if (first && new Set(matching.map((version) => version.digest)).size === 1) return first;
  const known = versions.map((version) => `${version.version} (${version.digest.slice(0, 12)})`).join(', ');
  throw new InputError({
    where: 'dataset',
    found: first
      ? `the digest prefix "${wanted}" fits several versions of "${params.name}"`
      : `"${params.name}" has no version "${wanted}"`,
    fix: `it has ${known}`,
  });
}

async function noDataset(db: Database, name: string): Promise<InputError> {
  const rows = await db.select({ name: datasets.name }).from(datasets);
  const guess = nearest(
    name,
    rows.map((row) => row.name),
  );
  return new InputError({
    where: 'dataset',
    found: `there is no dataset "${name}"`,
    fix: guess ? `did you mean "${guess}"?` : 'import one with `assay dataset import PATH --name NAME`',
  });
}
