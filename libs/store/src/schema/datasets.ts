import { pgTable, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';

/** A name under which dataset versions count 1, 2, 3 … */
export const datasets = pgTable('datasets', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  createdAt: instantNow(),
  createdBy: text().notNull(),
});

export type Dataset = typeof datasets.$inferSelect;
