import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, type Item, type Manifest, type Split } from '@assay/contracts';
import { encodePng } from '@assay/data';
import { createRng } from '@assay/ssl-core';
import { openArtifacts } from '@assay/store';
import type { TaskFixture } from './taskFixture';

const WIDTH = 48;
const HEIGHT = 40;

type Options = {
  annotations: 'masks' | 'boxes' | 'none';
  hasTemplates?: boolean;
  perSplit?: Partial<Record<Split, number>>;
};

/** Pictures of ground with a pattern: half of them sound, half with a dark square (`hole`) and a dark bar (`scratch`). */
export async function createRegionFixture(options: Options): Promise<TaskFixture> {
  const { annotations, hasTemplates = false, perSplit = { train: 4, validation: 2, test: 4 } } = options;
  const folder = await mkdtemp(join(tmpdir(), 'assay-regions-'));
  const artifactsUrl = `file:${join(folder, 'artifacts')}`;
  const artifacts = openArtifacts(artifactsUrl);
  const put = async (data: Uint8Array) =>
    (await artifacts.put(encodePng({ width: WIDTH, height: HEIGHT, channels: 1, data }))).digest;
  const items: Item[] = [];
  for (const [split, count] of Object.entries(perSplit)) {
    for (let n = 0; n < count; n++) {
      const isSound = n % 2 === 1;
      const name = `${split}/${isSound ? 'good' : 'defect'}/${n}`;
      const objects = isSound ? [] : defectsOf(n);
      const masks = await Promise.all(
        objects.map(async (object) => ({ digest: await put(maskOf(object)), class: object.class })),
      );
      items.push({
        picture: await put(pictureOf(name, objects)),
        path: `${name}.png`,
        width: WIDTH,
        height: HEIGHT,
        split: split as Split, // the keys above
        label: isSound ? 0 : 1,
        ...(annotations === 'boxes' ? { boxes: objects } : {}),
        ...(annotations === 'masks' && !isSound ? { masks } : {}),
        ...(hasTemplates ? { partner: { template: await put(pictureOf(`${name} template`, [])) } } : {}),
      });
    }
  }
  items.sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { version: 1, classes: ['good', 'hole', 'scratch'], items };
  const { digest: datasetDigest } = await artifacts.put(Buffer.from(canonicalJson(manifest)));
  return {
    ...{ artifacts, artifactsUrl, folder, manifest, datasetDigest },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

type Defect = { x: number; y: number; w: number; h: number; class: number };

function defectsOf(n: number): Defect[] {
  return [
    { x: 6 + n, y: 8, w: 7, h: 7, class: 1 },
    { x: 20, y: 24 + n, w: 20, h: 3, class: 2 },
  ];
}

function isIn({ x, y, w, h }: Defect, i: number): boolean {
  const [column, row] = [i % WIDTH, Math.floor(i / WIDTH)];
  return column >= x && column < x + w && row >= y && row < y + h;
}

function maskOf(object: Defect): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (isIn(object, i) ? 255 : 0));
}

/** A dark stripe on the left is part of every picture, so that only a template knows that it is sound. */
function pictureOf(name: string, objects: readonly Defect[]): Uint8Array {
  const rng = createRng(3, name);
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const isDark = i % WIDTH < 3 || objects.some((object) => isIn(object, i));
    return (isDark ? 40 : 150) + rng.int(20);
  });
}
