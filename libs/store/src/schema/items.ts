import type { Item, Split } from '@assay/contracts';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { datasetVersions } from './datasetVersions';

/** A picture of a dataset version with its annotations; `index` is its place in the manifest. */
export const items = pgTable(
  'items',
  {
    versionId: text()
      .notNull()
      .references(() => datasetVersions.id, { onDelete: 'cascade' }),
    index: integer().notNull(),
    picture: text().notNull(),
    path: text().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    split: text().$type<Split>().notNull(),
    group: text(),
    label: jsonb().$type<Item['label']>(),
    boxes: jsonb().$type<Item['boxes']>(),
    polygons: jsonb().$type<Item['polygons']>(),
    masks: jsonb().$type<Item['masks']>(),
    /** Picture of the same part in a sound state. */
    template: text(),
    /** SHA-256 of the decoded pixels, to find doubles that differ only in their file. */
    pixelDigest: text(),
    /** Every class that occurs in label, boxes, polygons or masks. */
    classes: integer().array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.index] }),
    index('items_split').on(table.versionId, table.split, table.index),
    index('items_picture').on(table.picture),
  ],
);

export type ItemRow = typeof items.$inferSelect;
