import { pgTable, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';

/** A question; it groups runs. */
export const experiments = pgTable('experiments', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  question: text(),
  createdAt: instantNow(),
  createdBy: text().notNull(),
});

export type Experiment = typeof experiments.$inferSelect;
