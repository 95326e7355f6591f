import type { Item, Manifest, Split } from '@assay/contracts';
import { classOf } from './labels';
import { rowsOfSplit } from './pictures';

/** A dataset as a good-only task sees it: class 0 is good, all others are defects. */
export type GoodFirst = {
  classes: string[];
  rows(split: Split): Int32Array;
  itemAt(row: number): Item;
  /** 0 = good; null without a label. */
  labelOf(row: number): number | null;
};

/** The good class is the one named "good", whatever its place; without such a name it is the first. */
export function goodFirst(manifest: Manifest): GoodFirst {
  const good = Math.max(0, manifest.classes.indexOf('good'));
  const order = [good, ...manifest.classes.keys()].filter((label, place, all) => all.indexOf(label) === place);
  const itemAt = (row: number) => {
    const item = manifest.items[row];
    if (!item) throw new Error(`row ${row} is not in the manifest`);
    return item;
  };
  return {
    classes: order.map((label) => manifest.classes[label] ?? String(label)),
    rows: (split) => rowsOfSplit(manifest, split),
    itemAt,
    labelOf(row) {
      const label = classOf(itemAt(row));
      return label === null ? null : order.indexOf(label);
    },
  };
}
