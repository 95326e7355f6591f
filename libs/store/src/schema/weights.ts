import type { WeightsFacts } from '@assay/contracts';
import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';

/** Pretrained weights that were brought in under a name; never changed after that. */
export const weights = pgTable('weights', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  /** Artifact with `model.*` in our names. */
  digest: text().notNull(),
  bytes: bigint({ mode: 'number' }).notNull(),
  facts: jsonb().$type<WeightsFacts>().notNull(),
  createdAt: instantNow(),
  createdBy: text().notNull(),
});

export type Weights = typeof weights.$inferSelect;
