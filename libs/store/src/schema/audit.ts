import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';

/** Who did what to which thing. Only ever appended to. */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    at: instantNow(),
  },
  (table) => [index('audit_subject').on(table.subject, table.id)],
);

export type AuditEntry = typeof audit.$inferSelect;
