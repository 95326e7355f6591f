import type { ImportProblem, ImportReport } from '@assay/contracts';
import { type AnyPgColumn, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { instantNow } from './columns';
import { datasets } from './datasets';

/** What a list shows of a version without reading its items. */
export type DatasetCounts = {
  items: number;
  annotations: ImportReport['annotations'];
  splits: ImportReport['splits'];
  /** Pictures of each split and class: `perClass[split][class index]`. */
  perClass: Partial<Record<keyof ImportReport['splits'], number[]>>;
};

/** An immutable manifest. */
export const datasetVersions = pgTable(
  'dataset_versions',
  {
    id: text().primaryKey(),
    datasetId: text()
      .notNull()
      .references(() => datasets.id),
    version: integer().notNull(),
    /** SHA-256 of the manifest's canonical JSON, which is also the name of the manifest's artifact. */
    digest: text().notNull(),
    manifestDigest: text().notNull(),
    format: text().notNull(),
    classes: jsonb().$type<string[]>().notNull(),
    counts: jsonb().$type<DatasetCounts>().notNull(),
    problems: jsonb().$type<ImportProblem[]>().notNull(),
    /** How it came about: the folder that was imported, or the split's or crop's parameters. */
    origin: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    derivedFrom: text().references((): AnyPgColumn => datasetVersions.id),
    createdAt: instantNow(),
    createdBy: text().notNull(),
  },
  (table) => [
    unique('dataset_versions_number').on(table.datasetId, table.version),
    index('dataset_versions_digest').on(table.digest.op('text_pattern_ops')),
  ],
);

export type DatasetVersion = typeof datasetVersions.$inferSelect;
