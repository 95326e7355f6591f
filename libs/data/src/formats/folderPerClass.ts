import { join } from 'node:path';
import type { ImportProblem, Split } from '@assay/contracts';
import { compareText, isPictureName, manifestPath } from '../paths';
import type { Walker } from '../walk';
import type { DraftItem, Format } from './format';

const SPLIT_FOLDERS: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
  unlabelled: 'unlabelled',
  unlabeled: 'unlabelled',
};

/**
 * A folder a class. Above them may stand split folders (train, val | valid | validation, test); without them all is
 * training data. Pictures that lie in no class folder have no label; a folder of nothing else is unlabelled.
 *
 * A PNG beside a JPEG or BMP of the same name is that picture's mask (as in the magnetic-tile set), not a picture.
 */
export const folderPerClass: Format = {
  name: 'folder-per-class',
  description: 'a sub-folder a class, under train/val/test folders or without; a flat folder is unlabelled pictures',
  signs: 'picture files in the folder or in its sub-folders (one a class)',

  async detect(walker) {
    return (await walker.filesBelow(walker.root)).some(isPictureName);
  },

  async read(walker) {
    const items: DraftItem[] = [];
    const problems: ImportProblem[] = [];
    const { folders } = await walker.list(walker.root);
    const splitFolders = folders.filter((name) => splitOf(name) !== undefined);
    // 'test' alone may be a class; a training folder makes it a layout of splits.
    const hasSplits = splitFolders.some((name) => splitOf(name) === 'train') || splitFolders.length === folders.length;
    if (hasSplits && splitFolders.length > 0) {
      for (const name of splitFolders) {
        await readClasses(walker, join(walker.root, name), { items, problems, split: splitOf(name) ?? 'train' });
      }
      for (const name of folders.filter((folder) => !splitFolders.includes(folder))) {
        await leaveOut(walker, join(walker.root, name), problems);
      }
      await readFlat(walker, walker.root, { items, split: 'unlabelled' });
    } else {
      await readClasses(walker, walker.root, { items, problems, split: 'train' });
    }
    const classes = [...new Set(items.flatMap((item) => item.label ?? []))].sort(compareText);
    return { classes, hasFixedClasses: false, items, problems };
  },
};

function splitOf(name: string): Split | undefined {
  return Object.hasOwn(SPLIT_FOLDERS, name.toLowerCase()) ? SPLIT_FOLDERS[name.toLowerCase()] : undefined;
}

type Target = { items: DraftItem[]; problems: ImportProblem[]; split: Split };

async function readClasses(walker: Walker, folder: string, target: Target): Promise<void> {
  const { folders } = await walker.list(folder);
  for (const name of folders) {
    const label = name.normalize('NFC');
    const files = (await walker.filesBelow(join(folder, name))).filter(isPictureName);
    const path = manifestPath(walker.root, join(folder, name));
    const isUnreadable = walker.problems.some((problem) => problem.path === path);
    if (files.length === 0 && !isUnreadable) {
      target.problems.push({ path, kind: 'empty-folder', detail: 'no picture in it' });
    }
    const { pictures, masks } = separateMasks(files);
    for (const file of pictures) {
      const mask = masks.get(file);
      target.items.push({
        file,
        split: target.split,
        label,
        ...(mask ? { masks: [{ file: mask, className: label }] } : {}),
      });
    }
  }
  // A flat folder has no classes: its pictures are for pretraining, unless a split folder says where they belong.
  const isFlatRoot = folder === walker.root;
  await readFlat(walker, folder, { items: target.items, split: isFlatRoot ? 'unlabelled' : target.split });
}

async function readFlat(walker: Walker, folder: string, target: { items: DraftItem[]; split: Split }): Promise<void> {
  const { files } = await walker.list(folder);
  for (const name of files.filter(isPictureName)) target.items.push({ file: join(folder, name), split: target.split });
}

async function leaveOut(walker: Walker, folder: string, problems: ImportProblem[]): Promise<void> {
  const count = (await walker.filesBelow(folder)).filter(isPictureName).length;
  if (count === 0) return;
  problems.push({
    path: manifestPath(walker.root, folder),
    kind: 'unknown-class',
    detail: `${count} pictures left out: the folder stands beside split folders but is none`,
  });
}

function separateMasks(files: readonly string[]): { pictures: string[]; masks: Map<string, string> } {
  const withoutEnding = (file: string): string => file.slice(0, file.lastIndexOf('.'));
  const photographs = new Map(
    files.filter((file) => /\.(jpe?g|bmp)$/i.test(file)).map((file) => [withoutEnding(file), file] as const),
  );
  const masks = new Map<string, string>();
  const pictures: string[] = [];
  for (const file of files) {
    const photograph = /\.png$/i.test(file) ? photographs.get(withoutEnding(file)) : undefined;
    if (photograph) masks.set(photograph, file);
    else pictures.push(file);
  }
  return { pictures, masks };
}
