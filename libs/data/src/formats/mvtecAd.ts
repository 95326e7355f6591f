import { join } from 'node:path';
import type { ImportProblem, Split } from '@assay/contracts';
import { compareText, isPictureName, manifestPath, stem } from '../paths';
import type { Walker } from '../walk';
import type { DraftItem, Format } from './format';

const SPLITS: readonly (readonly [folder: string, split: Split])[] = [
  ['train', 'train'],
  ['validation', 'validation'],
  ['test', 'test'],
];
const GOOD = 'good';

/**
 * MVTec AD (Bergmann et al., CVPR 2019): `train/good`, `test/CLASS`, `ground_truth/DEFECT` with a mask a picture, named
 * `NAME_mask.png` or like the picture. The folder is one category, or holds several; then a defect's class is
 * `category/defect`. Class 0 is always `good`. Masks may be missing.
 */
export const mvtecAd: Format = {
  name: 'mvtec-ad',
  description: 'train/good, test/CLASS, ground_truth/DEFECT with masks; one category or a folder of them',
  signs: 'train/good (and nothing else in train) beside test/ or ground_truth/, here or one folder down',

  async detect(walker) {
    return (await findCategories(walker)).length > 0;
  },

  async read(walker) {
    const categories = await findCategories(walker);
    const items: DraftItem[] = [];
    const problems: ImportProblem[] = [];
    for (const category of categories) {
      const prefix = categories.length > 1 ? `${category.name}/` : '';
      await readCategory(walker, category.folder, { prefix, items, problems });
    }
    const defects = new Set(items.flatMap((item) => (item.label && item.label !== GOOD ? [item.label] : [])));
    return { classes: [GOOD, ...[...defects].sort(compareText)], hasFixedClasses: false, items, problems };
  },
};

type Category = { name: string; folder: string };

async function findCategories(walker: Walker): Promise<Category[]> {
  if (await isCategory(walker, walker.root)) return [{ name: '', folder: walker.root }];
  const found: Category[] = [];
  for (const name of (await walker.list(walker.root)).folders) {
    const folder = join(walker.root, name);
    if (await isCategory(walker, folder)) found.push({ name: name.normalize('NFC'), folder });
  }
  return found;
}

async function isCategory(walker: Walker, folder: string): Promise<boolean> {
  const { folders } = await walker.list(folder);
  if (!folders.includes('train') || !(folders.includes('test') || folders.includes('ground_truth'))) return false;
  const inTrain = (await walker.list(join(folder, 'train'))).folders;
  return inTrain.length === 1 && inTrain[0] === GOOD;
}

type Target = { prefix: string; items: DraftItem[]; problems: ImportProblem[] };

async function readCategory(walker: Walker, category: string, target: Target): Promise<void> {
  const { folders } = await walker.list(category);
  for (const [name, split] of SPLITS) {
    if (!folders.includes(name)) continue;
    for (const folder of (await walker.list(join(category, name))).folders) {
      await readClass(walker, { category, folder: join(category, name, folder), className: folder, split, target });
    }
  }
}

type ClassFolder = { category: string; folder: string; className: string; split: Split; target: Target };

async function readClass(walker: Walker, { category, folder, className, split, target }: ClassFolder): Promise<void> {
  const pictures = (await walker.list(folder)).files.filter(isPictureName);
  if (pictures.length === 0) {
    const detail = 'no picture in it';
    target.problems.push({ path: manifestPath(walker.root, folder), kind: 'empty-folder', detail });
  }
  const isGood = className === GOOD;
  const label = isGood ? GOOD : target.prefix + className.normalize('NFC');
  const maskFolder = join(category, 'ground_truth', className);
  const masks = isGood || split === 'train' ? new Map<string, string>() : await findMasks(walker, category, className);
  for (const name of pictures) {
    const file = join(folder, name);
    const mask = masks.get(stem(name));
    masks.delete(stem(name));
    if (!isGood && !mask) {
      const detail = `no mask ${stem(name)}_mask.png or ${stem(name)}.png in ground_truth/${className}`;
      target.problems.push({ path: manifestPath(walker.root, file), kind: 'mask-missing', detail });
    }
    target.items.push({
      file,
      split,
      label,
      ...(mask ? { masks: [{ file: join(maskFolder, mask), className: label }] } : {}),
    });
  }
  for (const mask of masks.values()) {
    const path = manifestPath(walker.root, join(maskFolder, mask));
    target.problems.push({ path, kind: 'missing-partner', detail: 'a mask without its picture' });
  }
}

/** Mask file by the picture's name without its ending. */
async function findMasks(walker: Walker, category: string, className: string): Promise<Map<string, string>> {
  const isThere =
    (await walker.list(category)).folders.includes('ground_truth') &&
    (await walker.list(join(category, 'ground_truth'))).folders.includes(className);
  if (!isThere) return new Map();
  const { files } = await walker.list(join(category, 'ground_truth', className));
  const names = files.filter(isPictureName);
  return new Map(names.map((name) => [stem(name).replace(/_mask$/, ''), name]));
}
