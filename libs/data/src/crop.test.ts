import type { Item, Manifest } from '@assay/contracts';
import { expect, test } from 'vitest';
import { maskComponents } from './components';
import { cropManifest } from './crop';
import { cropRegion, findSoundRegion } from './cropRegions';
import { decodePicture } from './decode';
import { manifestDigest, sha256 } from './digest';
import { createRandom } from './random';
import { cutRegion } from './resample';
import { mask, picture } from './testing/folders';

const bytes = new Map<string, Uint8Array>();
async function readPicture(digest: string): Promise<Uint8Array> {
  const found = bytes.get(digest);
  if (!found) throw new Error(`no ${digest}`);
  return found;
}

async function stored(content: Promise<Uint8Array>): Promise<string> {
  const value = await content;
  bytes.set(sha256(value), value);
  return sha256(value);
}

async function boards(): Promise<Manifest> {
  const boxes = [
    { x: 0, y: 0, w: 10, h: 6, class: 0 },
    { x: 60, y: 50, w: 12, h: 12, class: 1 },
  ];
  const item = (path: string, picture: string, more: Partial<Item>): Item => {
    return { picture, path, width: 100, height: 80, split: 'train', ...more };
  };
  return {
    version: 1,
    classes: ['open', 'short'],
    items: [
      item('g/1.png', await stored(picture(1, { width: 100, height: 80 })), { group: 'one', boxes }),
      item('g/2.png', await stored(picture(2, { width: 100, height: 80, channels: 3 })), { split: 'test', boxes }),
      item('g/3.png', await stored(picture(3, { width: 100, height: 80 })), {}),
    ],
  };
}

test('a cut an object and as many sound ones, with split, group and class; the same bytes each time', async () => {
  const manifest = await boards();
  const crops = await cropManifest(manifest, { size: 16, margin: 0.5, seed: 0, readPicture });
  expect(crops.manifest.classes).toEqual(['open', 'short', 'sound']);
  const labels = (split: string) =>
    crops.manifest.items.filter((item) => item.split === split).map((item) => item.label);
  expect(labels('train')).toEqual([0, 1, 2, 2]);
  expect(labels('test')).toEqual([0, 1, 2, 2]);
  expect(crops.manifest.items.map((item) => item.group)).toEqual([
    ...Array(4).fill('one'),
    ...Array(4).fill('g/2.png'),
  ]);
  for (const item of crops.manifest.items) {
    const png = crops.pictures.get(item.picture);
    expect(png && sha256(png)).toBe(item.picture);
    expect(await decodePicture(png ?? new Uint8Array(0))).toMatchObject({ width: 16, height: 16 });
  }
  const again = await cropManifest(manifest, { size: 16, margin: 0.5, seed: 0, readPicture });
  expect(manifestDigest(again.manifest)).toBe(manifestDigest(crops.manifest));
  const other = await cropManifest(manifest, { size: 16, margin: 0.5, seed: 1, readPicture });
  expect(manifestDigest(other.manifest)).not.toBe(manifestDigest(crops.manifest));
});

test('a cut has the same cut of its template', async () => {
  const manifest = await boards();
  const [first] = manifest.items;
  if (!first) throw new Error('no board');
  const template = await stored(picture(7, { width: 100, height: 80 }));
  const paired = { ...manifest, items: [{ ...first, partner: { template } }] };
  const crops = await cropManifest(paired, { size: 16, margin: 0.5, seed: 0, readPicture });
  // The same board with the template in place of the picture gives the templates' cuts.
  const swapped = { ...manifest, items: [{ ...first, picture: template }] };
  const expected = await cropManifest(swapped, { size: 16, margin: 0.5, seed: 0, readPicture });
  expect(crops.manifest.items).toHaveLength(4);
  expect(crops.manifest.items.map(({ partner }) => partner?.template)).toEqual(
    expected.manifest.items.map((item) => item.picture),
  );
  for (const { partner } of crops.manifest.items) expect(crops.pictures.has(partner?.template ?? '')).toBe(true);
  const alone = await cropManifest({ ...manifest, items: [first] }, { size: 16, margin: 0.5, seed: 0, readPicture });
  expect(alone.manifest.items.some(({ partner }) => partner)).toBe(false);
});

test('the bytes of a cut are pinned, so that they are the same on every machine', async () => {
  const data = Uint8Array.from({ length: 40 * 40 }, (_, i) => (i * 37) % 256);
  const { encodePng } = await import('./png');
  const digest = await stored(Promise.resolve(encodePng({ width: 40, height: 40, channels: 1, data })));
  const item: Item = {
    picture: digest,
    path: 'a.png',
    width: 40,
    height: 40,
    split: 'train',
    boxes: [{ x: 5, y: 5, w: 9, h: 9, class: 0 }],
  };
  const crops = await cropManifest(
    { version: 1, classes: ['a'], items: [item] },
    { size: 8, margin: 0, seed: 0, readPicture },
  );
  expect(manifestDigest(crops.manifest)).toBe('d34f8b9a15d3c7d1e1cff2dadf1b21e667db36814e8cca9e40087c41bccdb8d5');
});

test('pieces of a mask are objects; an existing good class takes the sound cuts', async () => {
  const item: Item = {
    picture: await stored(picture(7, { width: 64, height: 64 })),
    path: 'test/cut/1.png',
    width: 64,
    height: 64,
    split: 'test',
    label: 1,
    masks: [
      {
        digest: await stored(
          mask(64, 64, [
            { x: 2, y: 2, w: 6, h: 5 },
            { x: 40, y: 40, w: 8, h: 8 },
            { x: 20, y: 20, w: 1, h: 1 },
          ]),
        ),
        class: 1,
      },
    ],
  };
  const good: Item = {
    picture: await stored(picture(8, { width: 64, height: 64 })),
    path: 'train/good/1.png',
    width: 64,
    height: 64,
    split: 'train',
    label: 0,
  };
  const crops = await cropManifest(
    { version: 1, classes: ['good', 'cut'], items: [item, good] },
    { size: 16, margin: 0.1, seed: 0, readPicture },
  );
  expect(crops.manifest.classes).toEqual(['good', 'cut']);
  expect(crops.manifest.items.map((entry) => entry.label)).toEqual([1, 1, 0, 0]);
});

test('without objects, or with a size or margin that makes no sense, it is refused', async () => {
  const manifest = await boards();
  const plain = { ...manifest, items: manifest.items.slice(2) };
  await expect(cropManifest(plain, { size: 16, margin: 0, seed: 0, readPicture })).rejects.toThrow(
    'no picture has a box or a mask',
  );
  await expect(cropManifest(manifest, { size: 4, margin: 0, seed: 0, readPicture })).rejects.toThrow('--size: 4');
  await expect(cropManifest(manifest, { size: 16, margin: -1, seed: 0, readPicture })).rejects.toThrow('--margin: -1');
});

test('regions are square, moved inside where they fit, centred where they do not', () => {
  const sized = { width: 100, height: 30 };
  const object = { x: 0, y: 10, w: 10, h: 6, class: 0 };
  expect(cropRegion(object, { margin: 0.5, picture: sized })).toEqual({ x: 0, y: 3, width: 20, height: 20 });
  expect(cropRegion(object, { margin: 2, picture: sized })).toEqual({ x: 0, y: -10, width: 50, height: 50 });
});

test('a sound region touches no object', () => {
  const random = createRandom(0);
  const objects = [{ x: 30, y: 30, w: 40, h: 40, class: 0 }];
  for (let i = 0; i < 200; i++) {
    const region = findSoundRegion(objects, {
      side: 20,
      picture: { width: 100, height: 100 },
      random,
      isUsable: () => true,
    });
    if (!region) throw new Error('there is room');
    const [x, y] = [region.x, region.y];
    expect(x >= 70 || x + 20 <= 30 || y >= 70 || y + 20 <= 30).toBe(true);
  }
  expect(
    findSoundRegion(objects, { side: 90, picture: { width: 100, height: 100 }, random, isUsable: () => true }),
  ).toBeUndefined();
});

test('outside the picture a region is mirrored', () => {
  const row = { width: 3, height: 1, channels: 1 as const, data: Uint8Array.from([1, 2, 3]) };
  expect([...cutRegion(row, { x: -4, y: 0, width: 11, height: 1 }).data]).toEqual([1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]);
});

test('a soft mask keeps what is above half of its largest value', () => {
  const data = Uint8Array.from([0, 40, 176, 176, 0, 40, 176, 176, 0, 0, 0, 0]);
  expect(maskComponents({ width: 4, height: 3, channels: 1, data })).toEqual([{ x: 2, y: 0, w: 2, h: 2, area: 4 }]);
  expect(maskComponents({ width: 4, height: 3, channels: 1, data: new Uint8Array(12) })).toEqual([]);
});
