import { pgTable, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';

/** A name under which model versions count 1, 2, 3 … */
export const registeredModels = pgTable('registered_models', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  createdAt: instantNow(),
  createdBy: text().notNull(),
});

export type RegisteredModel = typeof registeredModels.$inferSelect;
