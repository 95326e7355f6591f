import type { RunEvent, RunEventKind } from '@assay/contracts';
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';
import { runs } from './runs';

/** What a run reported, in order; the live stream reads it from any number on. */
export const runEvents = pgTable(
  'run_events',
  {
    runId: text()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    attempt: integer().notNull(),
    kind: text().$type<RunEventKind>().notNull(),
    /** The step it belongs to; null for events that a takeover keeps. */
    step: integer(),
    body: jsonb().$type<RunEvent>().notNull(),
    at: instantNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.seq] }),
    index('run_events_progress').on(table.runId).where(sql`kind = 'progress'`),
    index('run_events_log').on(table.runId, table.seq).where(sql`kind = 'log'`),
  ],
);

export type RunEventRow = typeof runEvents.$inferSelect;
