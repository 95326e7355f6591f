import type { JobKind, JobPayload, JobStatus } from '@assay/contracts';
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, instantNow } from './columns';
import { runs } from './runs';

/** The queue: one row a piece of work. Every write of a worker is fenced by (id, owner, attempt). */
export const jobs = pgTable(
  'jobs',
  {
    id: text().primaryKey(),
    /** Order of arrival, which is the order of service. */
    position: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    kind: text().$type<JobKind>().notNull(),
    payload: jsonb().$type<JobPayload>().notNull(),
    status: text().$type<JobStatus>().notNull(),
    /** The run that this job executes. */
    runId: text().references(() => runs.id, { onDelete: 'cascade' }),
    /** Waits until this run has succeeded. */
    waitsFor: text().references(() => runs.id),
    owner: text(),
    leaseUntil: instant(),
    /** Counts claims; together with the owner it is the fence. */
    attempt: integer().notNull().default(0),
    /** Attempts that failed or were lost; giving a job back is no failure. */
    failures: integer().notNull().default(0),
    isCancelRequested: boolean().notNull().default(false),
    error: text(),
    /** What the job answers, for instance an import's report. */
    result: jsonb().$type<unknown>(),
    createdAt: instantNow(),
    startedAt: instant(),
    endedAt: instant(),
    createdBy: text().notNull(),
  },
  (table) => [
    index('jobs_open').on(table.position).where(sql`status in ('queued', 'running')`),
    index('jobs_waiting').on(table.waitsFor).where(sql`status = 'waiting'`),
    index('jobs_run').on(table.runId),
  ],
);

export type Job = typeof jobs.$inferSelect;
