import type { GroupField, Item } from '@assay/contracts';
import { folderOf } from './paths';
import type { SplitGroup } from './splitGroups';

/** The classes that a picture shows. */
export function classesOf(item: Item): number[] {
  const label = item.label === undefined ? [] : [item.label].flat();
  const objects = [...(item.boxes ?? []), ...(item.masks ?? []), ...(item.polygons ?? [])].map(
    (object) => object.class,
  );
  return label.length > 0 ? label : objects;
}

/** The pictures at `indices` in sets that no split may divide: of one group, of the same bytes, or of one `groupBy`. */
export function groupItems(
  all: readonly Item[],
  indices: ArrayLike<number>,
  options: { groupBy?: GroupField | undefined; stratify: boolean },
): SplitGroup[] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let above = parent.get(root); above !== undefined && above !== root; above = parent.get(root)) root = above;
    parent.set(key, root);
    return root;
  };
  const keysOf = (item: Item): string[] => {
    const keys = [`picture:${item.picture}`];
    if (item.group !== undefined) keys.push(`group:${item.group}`);
    if (options.groupBy === 'folder') keys.push(`folder:${folderOf(item.path)}`);
    if (options.groupBy === 'template' && item.partner) keys.push(`template:${item.partner.template}`);
    return keys;
  };
  const items = Array.from(indices).flatMap((index) => {
    const item = all[index];
    return item ? [{ index, item, keys: keysOf(item) }] : [];
  });
  for (const { keys } of items) {
    const roots = keys.map(find);
    for (const root of roots) parent.set(root, roots[0] ?? root);
  }
  const groups = new Map<string, SplitGroup>();
  for (const { index, item, keys } of items) {
    const root = find(keys[0] ?? '');
    const group = groups.get(root) ?? { members: [], counts: new Map<number, number>() };
    group.members.push(index);
    if (options.stratify) for (const c of classesOf(item)) group.counts.set(c, (group.counts.get(c) ?? 0) + 1);
    groups.set(root, group);
  }
  return [...groups.values()];
}
