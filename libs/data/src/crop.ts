import { InputError, type Item, type Manifest } from '@assay/contracts';
import { cropRegion, findSoundRegion, type ObjectBox, objectsOf } from './cropRegions';
import { decodePicture, isGrey, type Pixels, withChannels } from './decode';
import { sha256, sortManifest } from './digest';
import { folderOf, stem } from './paths';
import { encodePng } from './png';
import { createRandom } from './random';
import { cutRegion, type Region, resample } from './resample';

export type CropOptions = {
  /** Side of the square cuts in pixels. */
  size: number;
  /** Surroundings on each side, as a share of the object's longer side. */
  margin: number;
  seed: number;
  /** The bytes of a picture or mask by digest. */
  readPicture: (digest: string) => Promise<Uint8Array>;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
};

export type Crops = { manifest: Manifest /** PNG bytes by their digest. */; pictures: Map<string, Buffer> };

const SOUND = 'sound';
/** Grey levels between the darkest and the brightest pixel that a sound cut must have. */
const MIN_CONTRAST = 24;

/**
 * A classification set of square cuts: one around each box or piece of a mask, labelled with its class, and as many cuts
 * of sound surface that touch no object. A sound cut is as large as an object's cut of the same picture was before it was
 * resized, so that scale gives nothing away; where a picture has no room, others of its split give more.
 * Cuts of empty surface (no contrast) are not taken. Splits and groups stay, and a cut of a picture with a sound template
 * has the same cut of that as its template; the same manifest, options and seed give the same bytes.
 *
 * @throws InputError when no picture has an object, or the size or margin makes no sense
 */
export async function cropManifest(manifest: Manifest, options: CropOptions): Promise<Crops> {
  checkOptions(options);
  const soundName = manifest.classes.find((name) => name === SOUND) ?? manifest.classes.find((name) => name === 'good');
  const classes = soundName === undefined ? [...manifest.classes, SOUND] : manifest.classes;
  const sound = classes.indexOf(soundName ?? SOUND);
  const items: Item[] = [];
  const pictures = new Map<string, Buffer>();
  const owed = new Map<Item['split'], number[]>();
  const sources: Source[] = [];

  for (const [done, item] of manifest.items.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ done, total: manifest.items.length });
    const isKnownSound = item.label === sound && !item.boxes && !item.masks;
    if (!item.boxes && !item.masks && !item.polygons && !isKnownSound) continue;
    const source: Source = { item, objects: await objectsOf(item, options.readPicture), cuts: 0 };
    sources.push(source);
    if (source.objects.length === 0) continue;
    const add = await addTo({ items, pictures, source, options });
    const sides = source.objects.map((object) => {
      const region = cropRegion(object, { margin: options.margin, picture: item });
      add(region, object.class);
      return region.width;
    });
    const missing = addSound(source, { sides, sound, seed: options.seed, add });
    owed.set(item.split, [...(owed.get(item.split) ?? []), ...missing]);
  }
  if (items.length === 0) {
    const found = 'no picture has a box or a mask';
    throw new InputError({ where: 'dataset crop', found, fix: 'crop cuts around objects: import a set that has them' });
  }
  for (const [split, sides] of owed) await payOwed(sources, { split, sides, sound, items, pictures, options });
  options.onProgress?.({ done: manifest.items.length, total: manifest.items.length });
  return { manifest: sortManifest({ version: 1, classes, items }), pictures };
}

/** A picture of the source set and how many cuts were taken from it. */
type Source = { item: Item; objects: ObjectBox[]; cuts: number };
type Add = { (region: Region, label: number): void; pixels: Pixels };

type AddContext = Pick<Crops, 'pictures'> & {
  items: Item[];
  source: Source;
  options: Pick<CropOptions, 'size' | 'readPicture'>;
};

async function addTo({ items, pictures, source, options: { size, readPicture } }: AddContext): Promise<Add> {
  const { item } = source;
  const folder = folderOf(item.path);
  const pixels = await decodePicture(await readPicture(item.picture));
  const template = item.partner && (await decodePicture(await readPicture(item.partner.template)));
  const cutOf = (from: Pixels, region: Region): string => {
    const cut = resample(cutRegion(from, region), size, size);
    const bytes = encodePng(isGrey(cut) ? withChannels(cut, 1) : cut);
    const digest = sha256(bytes);
    pictures.set(digest, bytes);
    return digest;
  };
  const add = (region: Region, label: number): void => {
    const number = String(source.cuts++).padStart(3, '0');
    items.push({
      picture: cutOf(pixels, region),
      path: `${folder === '' ? '' : `${folder}/`}${stem(item.path)}-${number}.png`,
      width: size,
      height: size,
      split: item.split,
      // Cuts of one picture overlap, so they stay together even where the picture had no group.
      group: item.group ?? item.path,
      ...(template ? { partner: { template: cutOf(template, region) } } : {}),
      label,
    });
  };
  return Object.assign(add, { pixels });
}

type SoundContext = { sides: readonly number[]; sound: number; seed: number; add: Add };

/** Takes a sound cut a side where there is room; returns the sides for which there was none. */
function addSound(source: Source, { sides, sound, seed, add }: SoundContext): number[] {
  const random = createRandom(seed, 'crop', source.item.path, source.cuts);
  const isUsable = (region: Region): boolean => hasContrast(add.pixels, region);
  return sides.filter((side) => {
    const region = findSoundRegion(source.objects, { side, picture: source.item, random, isUsable });
    if (!region) return true;
    add(region, sound);
    return false;
  });
}

type OweContext = {
  split: Item['split'];
  sides: readonly number[];
  sound: number;
  items: Item[];
  pictures: Map<string, Buffer>;
  options: CropOptions;
};

/** Gives missing sound cuts to the split's other pictures, evenly, until all are found or a round found none. */
async function payOwed(sources: readonly Source[], context: OweContext): Promise<void> {
  const { split, sound, items, pictures, options } = context;
  const candidates = sources.filter((source) => source.item.split === split);
  // Pictures without an object come first: they gave nothing yet.
  candidates.sort((a, b) => a.cuts - b.cuts);
  let left = [...context.sides];
  for (let before = -1; left.length > 0 && left.length !== before; ) {
    before = left.length;
    const share = Math.ceil(left.length / candidates.length);
    for (const source of candidates) {
      if (left.length === 0) break;
      options.signal?.throwIfAborted();
      const add = await addTo({ items, pictures, source, options });
      const missing = addSound(source, { sides: left.slice(0, share), sound, seed: options.seed, add });
      left = [...left.slice(share), ...missing];
    }
  }
}

/** Empty surface is all alike: cuts of it would be copies of each other, and trivial to tell from a defect. */
function hasContrast(pixels: Pixels, region: Region): boolean {
  const { data } = cutRegion(pixels, region);
  let [darkest, brightest] = [255, 0];
  for (const value of data) {
    darkest = Math.min(darkest, value);
    brightest = Math.max(brightest, value);
    if (brightest - darkest >= MIN_CONTRAST) return true;
  }
  return false;
}

function checkOptions({ size, margin }: CropOptions): void {
  if (!Number.isInteger(size) || size < 8 || size > 1024) {
    throw new InputError({ where: '--size', found: `${size}`, fix: 'a whole number of pixels from 8 to 1024' });
  }
  if (!Number.isFinite(margin) || margin < 0 || margin > 10) {
    throw new InputError({
      where: '--margin',
      found: `${margin}`,
      fix: "a share of the object's longer side, from 0 to 10",
    });
  }
}
