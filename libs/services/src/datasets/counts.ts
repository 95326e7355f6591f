import type { Item, Manifest } from '@assay/contracts';
import type { DatasetCounts } from '@assay/store';

/** What lists show of a manifest without reading it again. */
export function countManifest(manifest: Manifest): DatasetCounts {
  const counts: DatasetCounts & { perClass: Record<string, number[]> } = {
    items: manifest.items.length,
    annotations: { labels: 0, boxes: 0, masks: 0, polygons: 0 },
    splits: { train: 0, validation: 0, test: 0, unlabelled: 0 },
    perClass: {},
  };
  for (const item of manifest.items) {
    counts.splits[item.split] += 1;
    if (item.label !== undefined) counts.annotations.labels += 1;
    counts.annotations.boxes += item.boxes?.length ?? 0;
    counts.annotations.masks += item.masks?.length ?? 0;
    counts.annotations.polygons += item.polygons?.length ?? 0;
    const perClass = counts.perClass[item.split] ?? manifest.classes.map(() => 0);
    counts.perClass[item.split] = perClass;
    for (const shown of classesShown(item)) perClass[shown] = (perClass[shown] ?? 0) + 1;
  }
  return counts;
}

function classesShown(item: Item): Set<number> {
  const labels = item.label === undefined ? [] : [item.label].flat();
  const objects = [...(item.boxes ?? []), ...(item.masks ?? []), ...(item.polygons ?? [])];
  return new Set([...labels, ...objects.map((object) => object.class)]);
}
