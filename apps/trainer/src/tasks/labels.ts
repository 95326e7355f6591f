import { InputError, type Item, type Manifest, type Split } from '@assay/contracts';
import { createRng } from '@assay/ssl-core';

/** Pictures of one split that carry one class each: positions in the manifest's items, and their classes. */
export type LabelledPictures = { indices: Int32Array; labels: Int32Array };

/** The items of a split by their place in the manifest, in its order. */
export function itemsOfSplit(manifest: Manifest, split: Split): number[] {
  return manifest.items.flatMap((item, index) => (item.split === split ? [index] : []));
}

/** The split's items with a class; items without one are left out. Several classes on one picture are refused. */
export function labelledPictures(manifest: Manifest, split: Split): LabelledPictures {
  const indices: number[] = [];
  const labels: number[] = [];
  for (const [index, item] of manifest.items.entries()) {
    if (item.split !== split) continue;
    const label = classOf(item);
    if (label === null) continue;
    indices.push(index);
    labels.push(label);
  }
  return { indices: Int32Array.from(indices), labels: Int32Array.from(labels) };
}

/**
 * Training pictures that a classifier can learn from, cut to a share of each class, at least one a class.
 *
 * @throws InputError when there are no labelled training pictures or they are all of one class.
 */
export function trainingPictures(
  manifest: Manifest,
  { dataset, labelFraction, seed }: { dataset: string; labelFraction: number; seed: number },
): LabelledPictures {
  const all = labelledPictures(manifest, 'train');
  if (all.indices.length === 0) {
    throw new InputError({
      where: `dataset ${dataset}`,
      found: 'no labelled picture in the split "train"',
      fix: 'import a dataset with classes, or divide it with: assay dataset split',
    });
  }
  const distinct = new Set(all.labels);
  if (distinct.size < 2) {
    const only = manifest.classes[all.labels[0] ?? 0] ?? '?';
    throw new InputError({
      where: `dataset ${dataset}`,
      found: `all training pictures are of one class, "${only}"`,
      fix: 'a classifier needs two; use the task "anomaly" for good pictures alone',
    });
  }
  return drawFraction(all, labelFraction, seed);
}

/** A share of each class, drawn with the seed; the same seed draws nested sets: a larger share holds a smaller one. */
export function drawFraction(pictures: LabelledPictures, fraction: number, seed: number): LabelledPictures {
  if (fraction === 1) return pictures;
  const chosen: number[] = [];
  for (const label of new Set(pictures.labels)) {
    const positions = [...pictures.labels.keys()].filter((position) => pictures.labels[position] === label);
    const order = createRng(seed, 'labelFraction', label).permutation(positions.length);
    const count = Math.max(1, Math.round(positions.length * fraction));
    for (const place of order.subarray(0, count)) chosen.push(positions[place] ?? 0);
  }
  chosen.sort((a, b) => a - b);
  return {
    indices: Int32Array.from(chosen, (position) => pictures.indices[position] ?? 0),
    labels: Int32Array.from(chosen, (position) => pictures.labels[position] ?? 0),
  };
}

/** The item's one class, or null when it has none. */
export function classOf(item: Item): number | null {
  if (item.label === undefined) return null;
  if (typeof item.label === 'number') return item.label;
  if (item.label.length === 1) return item.label[0] ?? null;
  if (item.label.length === 0) return null;
  throw new InputError({
    where: item.path,
    found: `${item.label.length} classes on one picture`,
    fix: 'this task needs one class a picture',
  });
}
