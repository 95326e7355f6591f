import { bigint, doublePrecision, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';
import { runs } from './runs';

/** One measured value of a run at a step. */
export const metricPoints = pgTable(
  'metric_points',
  {
    runId: text()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    step: integer().notNull(),
    value: doublePrecision().notNull(),
    /** Pictures seen since the run began. */
    pictures: bigint({ mode: 'number' }).notNull(),
    time: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.key, table.step] })],
);

export type StoredMetricPoint = typeof metricPoints.$inferSelect;
