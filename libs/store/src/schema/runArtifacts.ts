import type { ArtifactKind } from '@assay/contracts';
import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';
import { runs } from './runs';

/** A blob that a run made, named by its SHA-256. */
export const runArtifacts = pgTable(
  'run_artifacts',
  {
    runId: text()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    kind: text().$type<ArtifactKind>().notNull(),
    name: text().notNull(),
    step: integer().notNull(),
    digest: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    createdAt: instantNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.kind, table.name, table.step] }),
    index('run_artifacts_digest').on(table.digest),
  ],
);

export type RunArtifact = typeof runArtifacts.$inferSelect;
