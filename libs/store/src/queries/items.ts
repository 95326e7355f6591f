import type { Item, Split } from '@assay/contracts';
import { and, arrayContains, asc, count, eq } from 'drizzle-orm';
import type { Database } from '../database';
import { type ItemRow, items } from '../schema/items';
import { one } from './one';

/** Rows in one statement; PostgreSQL takes 65,535 parameters and an item has 15. */
const CHUNK = 2000;

/** Stores a manifest's items in its order. */
export async function insertItems(
  tx: Database,
  params: { versionId: string; items: readonly Item[]; pixelDigests?: ReadonlyMap<string, string> | undefined },
): Promise<void> {
  const rows = params.items.map((item, index) => ({
    versionId: params.versionId,
    index,
    picture: item.picture,
    path: item.path,
    width: item.width,
    height: item.height,
    split: item.split,
    group: item.group ?? null,
    label: item.label ?? null,
    boxes: item.boxes ?? null,
    polygons: item.polygons ?? null,
    masks: item.masks ?? null,
    template: item.partner?.template ?? null,
    pixelDigest: params.pixelDigests?.get(item.picture) ?? null,
    classes: classesOf(item),
  }));
  for (let start = 0; start < rows.length; start += CHUNK) {
    await tx.insert(items).values(rows.slice(start, start + CHUNK));
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
