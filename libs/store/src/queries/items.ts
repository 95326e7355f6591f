import type { Item, Split } from '@assay/contracts';
import { and, arrayContains, asc, count, eq, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { type ItemRow, items } from '../schema/items';
import { one } from './one';

/** Rows in one statement. They travel as one JSON text, which PostgreSQL unpacks several times faster than parameters. */
const CHUNK = 5000;

/** Stores a manifest's items in its order. */
export async function insertItems(
  tx: Database,
  params: { versionId: string; items: readonly Item[]; pixelDigests?: ReadonlyMap<string, string> | undefined },
): Promise<void> {
  for (let start = 0; start < params.items.length; start += CHUNK) {
    const rows = params.items.slice(start, start + CHUNK).map((item, place) => ({
      ...item,
      index: start + place,
      template: item.partner?.template,
      pixel_digest: params.pixelDigests?.get(item.picture),
      classes: classesOf(item),
    }));
    await tx.execute(sql`
      insert into ${items} (version_id, index, picture, path, width, height, split, "group", label, boxes, polygons, masks,
        template, pixel_digest, classes)
      select ${params.versionId}, index, picture, path, width, height, split, "group", label, boxes, polygons, masks,
        template, pixel_digest, classes
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(index int, picture text, path text, width int,
        height int, split text, "group" text, label jsonb, boxes jsonb, polygons jsonb, masks jsonb, template text,
        pixel_digest text, classes int[])`);
  }
}

export type ItemFilter = { versionId: string; split?: Split | undefined; class?: number | undefined };

/** Items in the manifest's order. */
export async function listItems(
  db: Database,
  params: ItemFilter & { offset?: number | undefined; limit?: number | undefined },
): Promise<ItemRow[]> {
  return db
    .select()
    .from(items)
    .where(matching(params))
    .orderBy(asc(items.index))
    .offset(params.offset ?? 0)
    .limit(params.limit ?? 100);
}

export async function countItems(db: Database, filter: ItemFilter): Promise<number> {
  return one(await db.select({ items: count() }).from(items).where(matching(filter))).items;
}

function matching(filter: ItemFilter) {
  return and(
    eq(items.versionId, filter.versionId),
    filter.split === undefined ? undefined : eq(items.split, filter.split),
    filter.class === undefined ? undefined : arrayContains(items.classes, [filter.class]),
  );
}

function classesOf(item: Item): number[] {
  const labels = item.label === undefined ? [] : [item.label].flat();
  const annotated = [...(item.boxes ?? []), ...(item.polygons ?? []), ...(item.masks ?? [])];
  return [...new Set([...labels, ...annotated.map((annotation) => annotation.class)])].sort((a, b) => a - b);
}
