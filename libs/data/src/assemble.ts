import type { Box, ImportProblem, Item, Manifest } from '@assay/contracts';
import { sortManifest } from './digest';
import type { Draft, DraftItem } from './formats/format';
import { compareText, manifestPath } from './paths';
import type { ReadFile } from './readPictures';

type Input = {
  root: string;
  draft: Draft;
  pictures: ReadonlyMap<string, ReadFile>;
  /** What is left out or repaired here is added. */
  problems: ImportProblem[];
};

type Assembled = { manifest: Manifest; files: Map<string, string>; pixelDigests: Map<string, string> };
type Good = Extract<ReadFile, { ok: true }>;

/** Joins what a format found with what the files are: leaves out what is broken and says so. */
export function assemble({ root, draft, pictures, problems }: Input): Assembled {
  const files = new Map<string, string>();
  const pixelDigests = new Map<string, string>();
  const complained = new Set<string>();

  const take = (file: string): Good | undefined => {
    const read = pictures.get(file);
    if (read?.ok) {
      if (!files.has(read.digest)) files.set(read.digest, file);
      pixelDigests.set(read.digest, read.pixelDigest);
      return read;
    }
    if (read && !complained.has(file)) {
      complained.add(file);
      problems.push({ path: manifestPath(root, file), kind: read.kind, detail: read.detail });
    }
    return undefined;
  };

  const usable = draft.items.flatMap((draftItem) => {
    const picture = take(draftItem.file);
    return picture ? [{ draftItem, picture }] : [];
  });
  const used = new Set(usable.map(({ draftItem }) => draftItem.label));
  const classes = draft.hasFixedClasses
    ? draft.classes
    : draft.classes.filter((name, i) => used.has(name) || isFirstGood(name, i));
  const items = usable.map(({ draftItem, picture }) => {
    const path = manifestPath(root, draftItem.file);
    const boxes = draftItem.boxes && clipBoxes(draftItem.boxes, { picture, path, problems });
    const masks = takeMasks(draftItem, { root, picture, path, classes, take, problems });
    const template = draftItem.template && takeTemplate(draftItem.template, { root, picture, take, problems });
    const item: Item = {
      picture: picture.digest,
      path,
      width: picture.width,
      height: picture.height,
      split: draftItem.split,
    };
    if (draftItem.group !== undefined) item.group = draftItem.group;
    if (template) item.partner = { template };
    if (draftItem.label !== undefined) item.label = classes.indexOf(draftItem.label);
    if (boxes) item.boxes = boxes;
    if (masks.length > 0) item.masks = masks;
    return item;
  });
  joinGroupsByTemplate(items);
  return { manifest: sortManifest({ version: 1, classes, items }), files, pixelDigests };
}

/** Index 0 means good in sets of good pictures, so that class stays even when no good picture was usable. */
function isFirstGood(name: string, index: number): boolean {
  return index === 0 && name === 'good';
}

type Context = { picture: Good; path: string; problems: ImportProblem[] };

function clipBoxes(boxes: readonly Box[], { picture, path, problems }: Context): Box[] {
  return boxes.flatMap((box) => {
    const x = Math.max(0, box.x);
    const y = Math.max(0, box.y);
    const w = Math.min(picture.width, box.x + box.w) - x;
    const h = Math.min(picture.height, box.y + box.h) - y;
    if (x === box.x && y === box.y && w === box.w && h === box.h) return [box];
    const corners = `${box.x} ${box.y} ${box.x + box.w} ${box.y + box.h}`;
    const isGone = w <= 0 || h <= 0;
    const detail = `box ${corners} in a picture of ${picture.width} x ${picture.height}: ${isGone ? 'left out' : 'cut at the border'}`;
    problems.push({ path, kind: 'annotation-outside-image', detail });
    return isGone ? [] : [{ ...box, x, y, w, h }];
  });
}

type MaskContext = Context & { root: string; classes: readonly string[]; take: (file: string) => Good | undefined };

function takeMasks(draftItem: DraftItem, context: MaskContext): { digest: string; class: number }[] {
  const { root, picture, path, classes, take, problems } = context;
  return (draftItem.masks ?? []).flatMap(({ file, className }) => {
    const mask = take(file);
    if (!mask) return [];
    if (mask.width !== picture.width || mask.height !== picture.height) {
      const sizes = `${mask.width} x ${mask.height}, its picture ${path} ${picture.width} x ${picture.height}`;
      problems.push({
        path: manifestPath(root, file),
        kind: 'mask-size-mismatch',
        detail: `the mask is ${sizes}: mask left out`,
      });
      return [];
    }
    return [{ digest: mask.digest, class: classes.indexOf(className) }];
  });
}

type TemplateContext = {
  root: string;
  picture: Good;
  take: (file: string) => Good | undefined;
  problems: ImportProblem[];
};

function takeTemplate(file: string, { root, picture, take, problems }: TemplateContext): string | undefined {
  const template = take(file);
  if (!template) return undefined;
  if (template.width === picture.width && template.height === picture.height) return template.digest;
  const sizes = `${template.width} x ${template.height}, the test picture ${picture.width} x ${picture.height}`;
  problems.push({
    path: manifestPath(root, file),
    kind: 'missing-partner',
    detail: `the template is ${sizes}: left out`,
  });
  return undefined;
}

/** Pictures of one byte-identical template show one board, so they are one group: the first name of all joined ones. */
function joinGroupsByTemplate(items: Item[]): void {
  const names = new Map<string, string>();
  for (const item of [...items].sort((a, b) => compareText(a.path, b.path))) {
    if (!item.partner || item.group === undefined) continue;
    const name = names.get(item.partner.template);
    if (name === undefined) names.set(item.partner.template, item.group);
    else item.group = name;
  }
}
