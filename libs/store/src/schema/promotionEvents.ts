import type { PromotionEvidence } from '@assay/contracts';
import { bigint, foreignKey, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';
import { modelVersions } from './modelVersions';

export type PromotionKind = 'promote' | 'rollback';

/** An alias's move from one version to another, by whom and why. Only ever appended to. */
export const promotionEvents = pgTable(
  'promotion_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    modelId: text().notNull(),
    alias: text().notNull(),
    kind: text().$type<PromotionKind>().notNull(),
    /** Null for the first promotion. */
    fromVersion: integer(),
    toVersion: integer().notNull(),
    actor: text().notNull(),
    reason: text().notNull(),
    evidence: jsonb().$type<PromotionEvidence>(),
    at: instantNow(),
  },
  (table) => [
    index('promotion_events_model').on(table.modelId, table.id),
    foreignKey({
      name: 'promotion_events_to',
      columns: [table.modelId, table.toVersion],
      foreignColumns: [modelVersions.modelId, modelVersions.version],
    }),
  ],
);

export type PromotionEvent = typeof promotionEvents.$inferSelect;
