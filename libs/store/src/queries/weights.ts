import { InputError, nearest } from '@assay/contracts';
import { asc, eq } from 'drizzle-orm';
import { createId } from '../createId';
import type { Database } from '../database';
import { type Weights, weights } from '../schema/weights';

/** Stores weights under a name. Undefined, and nothing is changed, when the name is taken. */
export async function insertWeights(
  db: Database,
  values: Omit<Weights, 'id' | 'createdAt'>,
): Promise<Weights | undefined> {
  const made = await db
    .insert(weights)
    .values({ id: createId(), ...values })
    .onConflictDoNothing()
    .returning();
  return made[0];
}

export async function getWeights(db: Database, name: string): Promise<Weights | undefined> {
  const rows = await db.select().from(weights).where(eq(weights.name, name));
  return rows[0];
}

/** @throws InputError when there are none of that name, naming the nearest */
export async function findWeights(db: Database, name: string, where = 'weights'): Promise<Weights> {
  const rows = await listWeights(db);
  const found = rows.find((row) => row.name === name);
  if (found) return found;
  const guess = nearest(
    name,
    rows.map((row) => row.name),
  );
  throw new InputError({
    where,
    found: `there are no weights "${name}"`,
    fix: guess ? `did you mean "${guess}"?` : 'bring some in with `assay weights import FILE --name NAME`',
  });
}

/** By name. */
export async function listWeights(db: Database): Promise<Weights[]> {
  return db.select().from(weights).orderBy(asc(weights.name));
}
