import type { Item } from '@assay/contracts';
import { maskComponents } from './components';
import { decodePicture } from './decode';
import type { Random } from './random';
import type { Region } from './resample';

export type ObjectBox = { x: number; y: number; w: number; h: number; class: number };

/** Places tried for one sound cut. */
const TRIES = 200;

/** The objects of a picture: its boxes, its polygons' bounds, and the pieces of its masks. */
export async function objectsOf(
  item: Item,
  readPicture: (digest: string) => Promise<Uint8Array>,
): Promise<ObjectBox[]> {
  const objects: ObjectBox[] = (item.boxes ?? []).map(({ x, y, w, h, class: label }) => ({ x, y, w, h, class: label }));
  for (const { points, class: label } of item.polygons ?? []) {
    const xs = points.filter((_, i) => i % 2 === 0);
    const ys = points.filter((_, i) => i % 2 === 1);
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    if (xs.length > 0) objects.push({ x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y, class: label });
  }
  for (const mask of item.masks ?? []) {
    const components = maskComponents(await decodePicture(await readPicture(mask.digest)));
    for (const { x, y, w, h } of components) objects.push({ x, y, w, h, class: mask.class });
  }
  return objects.filter((object) => object.w > 0 && object.h > 0);
}

type Size = { width: number; height: number };

/**
 * The square around an object with its margin, in whole pixels. It is moved into the picture where it fits, and centred
 * where the picture is smaller than it.
 */
export function cropRegion(object: ObjectBox, { margin, picture }: { margin: number; picture: Size }): Region {
  const side = Math.max(2, Math.ceil(Math.max(object.w, object.h) * (1 + 2 * margin)));
  const x = place(object.x + object.w / 2, side, picture.width);
  const y = place(object.y + object.h / 2, side, picture.height);
  return { x, y, width: side, height: side };
}

type SoundOptions = {
  side: number;
  picture: Size;
  random: Random;
  /** Whether a free square is worth taking. */
  isUsable: (region: Region) => boolean;
};

/** A square of the side that lies in the picture and touches no object, or nothing after many tries. */
export function findSoundRegion(
  objects: readonly ObjectBox[],
  { side, picture, random, isUsable }: SoundOptions,
): Region | undefined {
  const [right, down] = [picture.width - side, picture.height - side];
  if (right < 0 || down < 0) return undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const [x, y] = [random.int(right + 1), random.int(down + 1)];
    const isFree = objects.every(
      (object) => x >= object.x + object.w || object.x >= x + side || y >= object.y + object.h || object.y >= y + side,
    );
    const region = { x, y, width: side, height: side };
    if (isFree && isUsable(region)) return region;
  }
  return undefined;
}

function place(centre: number, side: number, length: number): number {
  const start = Math.round(centre - side / 2);
  if (side >= length) return Math.round((length - side) / 2);
  return Math.min(length - side, Math.max(0, start));
}
