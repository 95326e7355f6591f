import { InputError, nearest } from '@assay/contracts';
import { and, asc, desc, eq } from 'drizzle-orm';
import { createId } from '../createId';
import type { Database } from '../database';
import { type Alias, aliases } from '../schema/aliases';
import { type ModelVersion, modelVersions } from '../schema/modelVersions';
import { type RegisteredModel, registeredModels } from '../schema/registeredModels';
import { one } from './one';

/** The registered model of that name, made when there is none. */
export async function ensureModel(db: Database, params: { name: string; createdBy: string }): Promise<RegisteredModel> {
  const made = await db
    .insert(registeredModels)
    .values({ id: createId(), ...params })
    .onConflictDoNothing()
    .returning();
  return made[0] ?? one(await db.select().from(registeredModels).where(eq(registeredModels.name, params.name)));
}

/** @throws InputError when there is none, naming the nearest one. */
export async function findModel(db: Database, name: string): Promise<RegisteredModel> {
  const rows = await db.select().from(registeredModels);
  const found = rows.find((model) => model.name === name);
  if (found) return found;
  const guess = nearest(
    name,
    rows.map((model) => model.name),
  );
  throw new InputError({
    where: 'model',
    found: `there is no model "${name}"`,
    fix: guess ? `did you mean "${guess}"?` : 'register one with `assay model register RUN --name NAME`',
  });
}

/** Holds the model to the end of the transaction, so that two who register or promote take turns. */
export async function lockModel(tx: Database, modelId: string): Promise<void> {
  await tx
    .select({ id: registeredModels.id })
    .from(registeredModels)
    .where(eq(registeredModels.id, modelId))
    .for('update');
}

/** Registers a bundle under the model's next number; call it in a transaction after `lockModel`. */
export async function insertModelVersion(
  tx: Database,
  version: Omit<ModelVersion, 'version' | 'createdAt'>,
): Promise<ModelVersion> {
  const [newest] = await tx
    .select({ version: modelVersions.version })
    .from(modelVersions)
    .where(eq(modelVersions.modelId, version.modelId))
    .orderBy(desc(modelVersions.version))
    .limit(1);
  return one(
    await tx
      .insert(modelVersions)
      .values({ ...version, version: (newest?.version ?? 0) + 1 })
      .returning(),
  );
}

export type ModelWithVersions = RegisteredModel & { versions: ModelVersion[]; aliases: Alias[] };

/** All models by name, each with its versions (newest first) and aliases; or the one of that name. */
export async function listModels(
  db: Database,
  params: { name?: string | undefined } = {},
): Promise<ModelWithVersions[]> {
  const named = params.name === undefined ? undefined : eq(registeredModels.name, params.name);
  const [models, versions, current] = await Promise.all([
    db.select().from(registeredModels).where(named).orderBy(asc(registeredModels.name)),
    db
      .select({ row: modelVersions })
      .from(modelVersions)
      .innerJoin(registeredModels, eq(registeredModels.id, modelVersions.modelId))
      .where(named)
      .orderBy(desc(modelVersions.version)),
    db
      .select({ row: aliases })
      .from(aliases)
      .innerJoin(registeredModels, eq(registeredModels.id, aliases.modelId))
      .where(named)
      .orderBy(asc(aliases.alias)),
  ]);
  return models.map((model) => ({
    ...model,
    versions: versions.flatMap(({ row }) => (row.modelId === model.id ? [row] : [])),
    aliases: current.flatMap(({ row }) => (row.modelId === model.id ? [row] : [])),
  }));
}

export async function getModelVersion(
  db: Database,
  params: { modelId: string; version: number },
): Promise<ModelVersion | undefined> {
  const rows = await db
    .select()
    .from(modelVersions)
    .where(and(eq(modelVersions.modelId, params.modelId), eq(modelVersions.version, params.version)));
  return rows[0];
}

/** Model versions that a run became. */
export async function listModelVersionsOfRun(db: Database, run: string): Promise<(ModelVersion & { name: string })[]> {
  const rows = await db
    .select({ row: modelVersions, name: registeredModels.name })
    .from(modelVersions)
    .innerJoin(registeredModels, eq(registeredModels.id, modelVersions.modelId))
    .where(eq(modelVersions.runId, run));
  return rows.map(({ row, name }) => ({ ...row, name }));
}
