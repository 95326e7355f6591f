import type { AttemptStatus } from '@assay/contracts';
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, instantNow } from './columns';
import { runs } from './runs';

/** A run's try on one worker; a restart is a new attempt. */
export const attempts = pgTable(
  'attempts',
  {
    runId: text()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    worker: text().notNull(),
    status: text().$type<AttemptStatus>().notNull(),
    reason: text(),
    startedAt: instantNow(),
    endedAt: instant(),
    /** Step of the checkpoint that it went on from; null when it began at the start. */
    resumedStep: integer(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.number] })],
);

export type Attempt = typeof attempts.$inferSelect;
