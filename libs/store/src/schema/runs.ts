import type { RunConfig, RunEvent, RunRecord, RunStatus, Task } from '@assay/contracts';
import { type AnyPgColumn, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, instantNow } from './columns';
import { experiments } from './experiments';

export type RunProgress = Omit<Extract<RunEvent, { kind: 'progress' }>, 'kind'>;

/** One execution of a run config. */
export const runs = pgTable(
  'runs',
  {
    id: text().primaryKey(),
    experimentId: text()
      .notNull()
      .references(() => experiments.id),
    label: text().notNull(),
    task: text().$type<Task>().notNull(),
    seed: integer().notNull(),
    /** With the dataset's version pinned. */
    config: jsonb().$type<RunConfig>().notNull(),
    configDigest: text().notNull(),
    datasetName: text().notNull(),
    datasetVersion: integer().notNull(),
    datasetDigest: text().notNull(),
    status: text().$type<RunStatus>().notNull(),
    statusReason: text(),
    /** The run whose weights this one starts from. */
    dependsOn: text().references((): AnyPgColumn => runs.id),
    jobId: text(),
    /** Number of the latest attempt; 0 before the first. */
    attempt: integer().notNull().default(0),
    progress: jsonb().$type<RunProgress>(),
    record: jsonb().$type<RunRecord>(),
    /** Number of the newest event; kept here so that numbers of deleted events are never given again. */
    lastSeq: integer().notNull().default(0),
    queuedAt: instantNow(),
    startedAt: instant(),
    endedAt: instant(),
    createdBy: text().notNull(),
  },
  (table) => [
    index('runs_experiment').on(table.experimentId, table.queuedAt),
    index('runs_status').on(table.status),
    index('runs_same_config').on(table.configDigest, table.seed, table.datasetDigest),
    index('runs_depends_on').on(table.dependsOn),
    index('runs_id_prefix').on(table.id.op('text_pattern_ops')),
  ],
);

export type Run = typeof runs.$inferSelect;
