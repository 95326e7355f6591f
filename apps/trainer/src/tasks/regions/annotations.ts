import { type Box, InputError, type Item, type Manifest, type RegionsConfig, type Split } from '@assay/contracts';
import { classMask, maskComponents, objectsOf } from '@assay/data';

type ReadPicture = (digest: string) => Promise<Uint8Array>;

/** What the pictures of a dataset say about where its defects are. */
export type Annotations = {
  /** Names of the regions' classes, in order. */
  classes: string[];
  /** Items of a split whose defects are known, the sound ones among them. */
  known(split: Split): Item[];
  /** Boxes of the truth with classes of ours; masks and polygons give a box a piece. */
  boxes(item: Item): Promise<Box[]>;
  /** Class indices of each pixel, rows of the item's width: 0 is the ground, then the classes. */
  mask(item: Item): Promise<Uint8Array>;
};

/**
 * Reads the annotations that a run's output is measured against. A picture without any is sound when no picture of its
 * label has one (`good`), and unknown otherwise.
 *
 * @throws InputError that says which annotation is missing
 */
export function readAnnotations(
  manifest: Manifest,
  { regions, dataset, readPicture }: { regions: RegionsConfig; dataset: string; readPicture: ReadPicture },
): Annotations {
  const isAnnotated = regions.output === 'masks' ? hasShape : hasObjects;
  const annotated = manifest.items.filter(isAnnotated);
  if (annotated.length === 0) throw missingAnnotations(manifest, { regions, dataset });
  const used = new Set(annotated.flatMap((item) => classesOf(item, regions.output)));
  const order = [...used].sort((a, b) => a - b);
  const names = order.map((index) => manifest.classes[index] ?? String(index));
  const isOne = regions.classes === 'one';
  const indexOf = (index: number): number => (isOne ? 0 : order.indexOf(index));
  const withShape = new Set(annotated.flatMap(({ label }) => (typeof label === 'number' ? [label] : [])));
  const isSound = ({ label }: Item): boolean => typeof label === 'number' && !withShape.has(label);
  const mask = (item: Item) => classMask(item, { readPicture, indexOf: (index) => indexOf(index) + 1 });
  return {
    classes: isOne && names.length !== 1 ? ['defect'] : names,
    known: (split) => manifest.items.filter((item) => item.split === split && (isAnnotated(item) || isSound(item))),
    mask,
    async boxes(item) {
      if (item.boxes) return item.boxes.map((box) => ({ ...box, class: indexOf(box.class) }));
      if (item.polygons && !item.masks) {
        const objects = await objectsOf(item, readPicture);
        return objects.map((box) => ({ ...box, class: indexOf(box.class) }));
      }
      return piecesOf(await mask(item), item);
    },
  };
}

/** A box around each connected piece of each class. */
function piecesOf(indices: Uint8Array, { width, height }: Item): Box[] {
  return [...new Set(indices)].sort().flatMap((index) => {
    if (index === 0) return [];
    const data = indices.map((value) => (value === index ? 1 : 0));
    const pieces = maskComponents({ width, height, channels: 1, data });
    return pieces.map(({ x, y, w, h }) => ({ x, y, w, h, class: index - 1 }));
  });
}

function hasShape({ masks, polygons }: Item): boolean {
  return masks !== undefined || polygons !== undefined;
}

function hasObjects(item: Item): boolean {
  return item.boxes !== undefined || hasShape(item);
}

function classesOf({ boxes = [], masks = [], polygons = [] }: Item, output: RegionsConfig['output']): number[] {
  const shapes = [...masks, ...polygons];
  return (output === 'masks' ? shapes : [...boxes, ...shapes]).map((one) => one.class);
}

function missingAnnotations(
  manifest: Manifest,
  { regions, dataset }: { regions: RegionsConfig; dataset: string },
): InputError {
  const hasBoxes = manifest.items.some(({ boxes }) => boxes !== undefined);
  if (regions.output === 'masks') {
    return new InputError({
      where: `dataset ${dataset}`,
      found: hasBoxes ? 'its pictures have boxes, but no masks' : 'no picture has a mask',
      fix: hasBoxes ? 'set regions.output to boxes' : 'masks are needed: import a set with ground-truth masks',
    });
  }
  return new InputError({
    where: `dataset ${dataset}`,
    found: 'no picture has a box or a mask',
    fix: 'boxes are needed: import a set that has them, or masks',
  });
}
