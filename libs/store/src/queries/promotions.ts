import { and, asc, desc, eq, lte, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { type Alias, aliases } from '../schema/aliases';
import { type PromotionEvent, promotionEvents } from '../schema/promotionEvents';
import { one } from './one';

export async function getAlias(db: Database, params: { modelId: string; alias: string }): Promise<Alias | undefined> {
  const rows = await db
    .select()
    .from(aliases)
    .where(and(eq(aliases.modelId, params.modelId), eq(aliases.alias, params.alias)));
  return rows[0];
}

/** Moves the alias and appends the event that says so; call it in a transaction after `lockModel`. */
export async function moveAlias(
  tx: Database,
  move: Omit<PromotionEvent, 'id' | 'at' | 'fromVersion'>,
): Promise<PromotionEvent> {
  const before = await getAlias(tx, move);
  await tx
    .insert(aliases)
    .values({ modelId: move.modelId, alias: move.alias, version: move.toVersion })
    .onConflictDoUpdate({
      target: [aliases.modelId, aliases.alias],
      set: { version: move.toVersion, updatedAt: sql`clock_timestamp()` },
    });
  return one(
    await tx
      .insert(promotionEvents)
      .values({ ...move, fromVersion: before?.version ?? null })
      .returning(),
  );
}

/** A model's promotions and rollbacks in the order in which they happened, up to a time. */
export async function listPromotions(
  db: Database,
  params: { modelId: string; alias?: string | undefined; until?: Date | undefined },
): Promise<PromotionEvent[]> {
  return db
    .select()
    .from(promotionEvents)
    .where(
      and(
        eq(promotionEvents.modelId, params.modelId),
        params.alias === undefined ? undefined : eq(promotionEvents.alias, params.alias),
        params.until === undefined ? undefined : lte(promotionEvents.at, params.until),
      ),
    )
    .orderBy(asc(promotionEvents.id));
}

/** The newest events of all models, newest first. */
export async function listRecentPromotions(db: Database, params: { limit: number }): Promise<PromotionEvent[]> {
  return db.select().from(promotionEvents).orderBy(desc(promotionEvents.id)).limit(params.limit);
}
