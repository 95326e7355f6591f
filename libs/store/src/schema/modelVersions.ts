import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';
import { registeredModels } from './registeredModels';
import { runs } from './runs';

/** A run's model under a name; never changed after it was registered. */
export const modelVersions = pgTable(
  'model_versions',
  {
    modelId: text()
      .notNull()
      .references(() => registeredModels.id),
    version: integer().notNull(),
    runId: text()
      .notNull()
      .references(() => runs.id),
    /** Artifact of the bundle: tensors and `bundle.json`. */
    bundleDigest: text().notNull(),
    /** The run's figures when it was registered. */
    metrics: jsonb().$type<Record<string, number>>().notNull(),
    createdAt: instantNow(),
    createdBy: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.version] }), index('model_versions_run').on(table.runId)],
);

export type ModelVersion = typeof modelVersions.$inferSelect;
