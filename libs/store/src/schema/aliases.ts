import { foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';
import { modelVersions } from './modelVersions';

/** What an alias such as `production` names now. */
export const aliases = pgTable(
  'aliases',
  {
    modelId: text().notNull(),
    alias: text().notNull(),
    version: integer().notNull(),
    updatedAt: instantNow(),
  },
  (table) => [
    primaryKey({ columns: [table.modelId, table.alias] }),
    foreignKey({
      name: 'aliases_version',
      columns: [table.modelId, table.version],
      foreignColumns: [modelVersions.modelId, modelVersions.version],
    }),
  ],
);

export type Alias = typeof aliases.$inferSelect;
