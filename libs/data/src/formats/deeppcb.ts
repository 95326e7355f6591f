import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportProblem, Split } from '@assay/contracts';
import { isPictureName, manifestPath, stem } from '../paths';
import type { Walker } from '../walk';
import { readDeepPcbBoxes } from './deeppcbBoxes';
import type { DraftItem, Format } from './format';

/** In the order of the files' type numbers, which begin at 1. */
export const DEEPPCB_CLASSES = ['open', 'short', 'mousebite', 'spur', 'copper', 'pin-hole'] as const;

const LISTS: readonly (readonly [file: string, split: Split])[] = [
  ['trainval.txt', 'train'],
  ['test.txt', 'test'],
];

/**
 * DeepPCB (Tang et al. 2019): `groupG/G/ID_test.jpg` with its sound template `ID_temp.jpg` and boxes in
 * `groupG/G_not/ID.txt`; trainval.txt and test.txt say which pair is in which split. They name `ID.jpg`, a file that
 * does not exist. A pair in neither list is unlabelled, or training data when there is no list at all.
 */
export const deeppcb: Format = {
  name: 'deeppcb',
  description: 'DeepPCB: groupG/G/ID_test.jpg + ID_temp.jpg, boxes in groupG/G_not/ID.txt, trainval.txt and test.txt',
  signs: 'folders groupG that hold G/ and G_not/, here or in PCBData/',

  async detect(walker) {
    return (await findBase(walker)) !== undefined;
  },

  async read(walker) {
    const base = (await findBase(walker)) ?? walker.root;
    const items: DraftItem[] = [];
    const problems: ImportProblem[] = [];
    const pairs = await findPairs(walker, base);
    const lists = await readLists(walker, base, { pairs, problems });
    for (const [key, pair] of pairs) {
      if (!pair.test) {
        const path = manifestPath(walker.root, pair.template ?? join(base, key));
        problems.push({ path, kind: 'missing-partner', detail: 'a template without its test picture' });
        continue;
      }
      const path = manifestPath(walker.root, pair.test);
      if (!pair.template)
        problems.push({ path, kind: 'missing-partner', detail: 'a test picture without its template' });
      const boxes = await readDeepPcbBoxes(walker, { file: pair.boxes, picture: path, problems });
      items.push({
        file: pair.test,
        split: lists ? (lists.get(key) ?? 'unlabelled') : 'train',
        group: stem(key),
        ...(pair.template ? { template: pair.template } : {}),
        ...(boxes ? { boxes } : {}),
      });
    }
    return { classes: [...DEEPPCB_CLASSES], hasFixedClasses: true, items, problems };
  },
};

async function findBase(walker: Walker): Promise<string | undefined> {
  const candidates = [walker.root];
  if ((await walker.list(walker.root)).folders.includes('PCBData')) candidates.push(join(walker.root, 'PCBData'));
  for (const base of candidates) {
    for (const group of await groupsIn(walker, base)) {
      const { folders } = await walker.list(join(base, group));
      if (folders.some((name) => name.endsWith('_not') && folders.includes(name.slice(0, -4)))) return base;
    }
  }
  return undefined;
}

async function groupsIn(walker: Walker, base: string): Promise<string[]> {
  return (await walker.list(base)).folders.filter((name) => name.startsWith('group'));
}

type Pair = { test?: string; template?: string; boxes?: string };

/** By the path that the lists use, without its ending: `groupG/G/ID`. */
async function findPairs(walker: Walker, base: string): Promise<Map<string, Pair>> {
  const pairs = new Map<string, Pair>();
  for (const group of await groupsIn(walker, base)) {
    const { folders } = await walker.list(join(base, group));
    for (const folder of folders.filter((name) => !name.endsWith('_not'))) {
      const annotations = folders.includes(`${folder}_not`)
        ? (await walker.list(join(base, group, `${folder}_not`))).files
        : [];
      for (const name of (await walker.list(join(base, group, folder))).files.filter(isPictureName)) {
        const [, id, role] = /^(.+)_(test|temp)$/.exec(stem(name)) ?? [];
        if (id === undefined) continue;
        const key = `${group}/${folder}/${id}`.normalize('NFC');
        const pair = pairs.get(key) ?? {};
        pair[role === 'test' ? 'test' : 'template'] = join(base, group, folder, name);
        if (annotations.includes(`${id}.txt`)) pair.boxes = join(base, group, `${folder}_not`, `${id}.txt`);
        pairs.set(key, pair);
      }
    }
  }
  return pairs;
}

type ListTarget = { pairs: ReadonlyMap<string, Pair>; problems: ImportProblem[] };

/** The split of each listed pair; nothing when neither list is there. */
async function readLists(
  walker: Walker,
  base: string,
  { pairs, problems }: ListTarget,
): Promise<Map<string, Split> | undefined> {
  const { files } = await walker.list(base);
  const found = LISTS.filter(([name]) => files.includes(name));
  if (found.length === 0) return undefined;
  const splits = new Map<string, Split>();
  for (const [name, split] of found) {
    const path = manifestPath(walker.root, join(base, name));
    const text = await readFile(join(base, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      problems.push({ path, kind: 'unreadable', detail: `cannot be read: ${error.code}` });
      return '';
    });
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const picture = line.trim().split(/[\s,]+/)[0];
      if (!picture) continue;
      const key = picture
        .replaceAll('\\', '/')
        .replace(/^\.\//, '')
        .replace(/\.[^./]+$/, '')
        .replace(/_test$/, '')
        .normalize('NFC');
      const where = `line ${index + 1}`;
      if (!pairs.get(key)?.test) {
        problems.push({ path, kind: 'missing-partner', detail: `${where}: no test picture for ${picture}` });
      } else if ((splits.get(key) ?? split) !== split) {
        problems.push({
          path,
          kind: 'annotation-malformed',
          detail: `${where}: ${picture} is in both lists; kept as train`,
        });
      } else {
        splits.set(key, split);
      }
    }
  }
  return splits;
}
