import type { Direction } from '@assay/contracts';
import { doublePrecision, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { runs } from './runs';

export type ResultProtocol = { name: string; parameters: Record<string, unknown> };

/**
 * Last and best value of each key of a run, kept beside the points so that lists and comparisons read one row a figure.
 * Two figures may be compared only when dataset digest, split and protocol agree.
 */
export const runMetrics = pgTable(
  'run_metrics',
  {
    runId: text()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    direction: text().$type<Direction>().notNull(),
    last: doublePrecision().notNull(),
    lastStep: integer().notNull(),
    /** Null for keys of which neither direction is better. */
    best: doublePrecision(),
    bestStep: integer(),
    datasetDigest: text().notNull(),
    /** The key's first part: `train`, `validation`, `test`, `system` … */
    split: text().notNull(),
    protocol: jsonb().$type<ResultProtocol>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.key] })],
);

export type RunMetric = typeof runMetrics.$inferSelect;
