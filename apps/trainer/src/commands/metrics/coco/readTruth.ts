import { InputError } from '@assay/contracts';
import type { TruthObjects } from '@assay/metrics';
import { say } from '../../../cli/output';
import { arrayAt, describe, readObject } from '../readNumbers';
import { type Ids, indexIn, numberIn, type Row, type Rows, readIds, refuse, rowAt } from './rows';

/** A COCO ground truth: what is the same for boxes and masks. */
export type CocoTruth = {
  images: Rows;
  pictures: Ids;
  classes: Ids;
  /** In class order. */
  names: string[];
  /** Of each picture, where the pictures have a `group`. */
  groups: Uint32Array | undefined;
  annotations: Rows;
  objects: TruthObjects;
};

/** @throws InputError naming file, field and position */
export async function readTruth(path: string): Promise<CocoTruth> {
  const file = await readObject(path);
  const images = rowsOf(file, path, 'images');
  const categories = rowsOf(file, path, 'categories');
  const annotations = rowsOf(file, path, 'annotations');
  const pictures = readIds(images);
  const classes = readIds(categories);
  const objects = readObjects(annotations, pictures, classes);
  if (objects.isCrowd.every(Boolean)) {
    const found = `${annotations.rows.length} regions, all of them crowds`;
    throw new InputError({ where: `${path}: annotations`, found, fix: 'there is no object to be found' });
  }
  if (objects.neverFound !== undefined) {
    say(
      `${path}: annotations[${objects.neverFound}] has the id 0, which COCO's rule never takes for found: count from 1`,
    );
  }
  const names = namesOf(categories, classes);
  return { images, pictures, classes, names, groups: readGroups(images, pictures), annotations, objects };
}

function rowsOf(file: Row, path: string, list: string): Rows {
  const rows = arrayAt(file[list], `${path}: ${list}`);
  if (rows.length > 0) return { path, list, rows, offset: 0 };
  throw new InputError({ where: `${path}: ${list}`, found: 'none', fix: 'without them there is nothing to measure' });
}

function readObjects(annotations: Rows, pictures: Ids, classes: Ids): TruthObjects {
  const count = annotations.rows.length;
  const picture = new Uint32Array(count);
  const klass = new Uint32Array(count);
  const area = new Float64Array(count);
  const isCrowd = new Uint8Array(count);
  const seen = new Set<number>();
  let neverFound: number | undefined;
  for (let i = 0; i < count; i++) {
    const row = rowAt(annotations, i);
    const id = numberIn(annotations, i, row, 'id');
    if (seen.has(id)) refuse(annotations, i, '.id', { found: `${id} again`, fix: 'ids are unique' });
    seen.add(id);
    if (id === 0) neverFound = i;
    picture[i] = indexIn(annotations, i, row, { field: 'image_id', ids: pictures });
    klass[i] = indexIn(annotations, i, row, { field: 'category_id', ids: classes });
    area[i] = areaIn(annotations, i, row);
    isCrowd[i] = isCrowdIn(annotations, i, row) ? 1 : 0;
  }
  return { picture, class: klass, area, isCrowd, neverFound };
}

function areaIn(annotations: Rows, i: number, row: Row): number {
  const area = numberIn(annotations, i, row, 'area');
  if (area >= 0) return area;
  return refuse(annotations, i, '.area', { found: String(area), fix: 'an area is not below 0' });
}

/** Not given means no. */
function isCrowdIn(annotations: Rows, i: number, { iscrowd = 0 }: Row): boolean {
  if (typeof iscrowd === 'boolean') return iscrowd;
  if (iscrowd === 0 || iscrowd === 1) return iscrowd === 1;
  return refuse(annotations, i, '.iscrowd', { found: describe(iscrowd), fix: '0 or 1 is expected' });
}

function namesOf(categories: Rows, classes: Ids): string[] {
  const names: string[] = [];
  for (let i = 0; i < categories.rows.length; i++) {
    const row = rowAt(categories, i);
    const { name = row.id } = row;
    names[indexIn(categories, i, row, { field: 'id', ids: classes })] = String(name);
  }
  return names;
}

/** Which part or patient each picture is of: a name or a number, given for all pictures or for none. */
function readGroups(images: Rows, pictures: Ids): Uint32Array | undefined {
  if (rowAt(images, 0).group === undefined) return undefined;
  const groups = new Uint32Array(images.rows.length);
  const known = new Map<unknown, number>();
  for (let i = 0; i < images.rows.length; i++) {
    const row = rowAt(images, i);
    const { group } = row;
    if (typeof group !== 'string' && typeof group !== 'number') {
      refuse(images, i, '.group', { found: describe(group), fix: 'a name or a number is expected, as the first has' });
    }
    const index = known.get(group) ?? known.size;
    known.set(group, index);
    groups[indexIn(images, i, row, { field: 'id', ids: pictures })] = index;
  }
  return groups;
}
