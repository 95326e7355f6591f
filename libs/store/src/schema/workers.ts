import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';

/** A worker process as it last reported; it is alive while `lastSeen` is young. */
export const workers = pgTable('workers', {
  id: text().primaryKey(),
  host: text().notNull(),
  pid: integer().notNull(),
  engine: text().notNull(),
  threads: integer().notNull(),
  startedAt: instantNow(),
  lastSeen: instantNow(),
  currentJob: text(),
});

export type Worker = typeof workers.$inferSelect;
