import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import { createRandom } from '../random';

/** A folder that is gone after the tests of the file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-data-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files below a folder; a string is text. */
export async function writeFiles(root: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

type Kind = { width?: number; height?: number; channels?: 1 | 3; type?: 'png' | 'jpeg' };

/** A picture of noise: another seed is another picture. */
export async function picture(seed: number, { width = 32, height = 32, channels = 1, type = 'png' }: Kind = {}) {
  const random = createRandom(seed, 'picture');
  const data = Uint8Array.from({ length: width * height * channels }, () => random.int(256));
  const image = sharp(data, { raw: { width, height, channels } });
  if (channels === 1) image.toColourspace('b-w');
  return image.toFormat(type).toBuffer();
}

type Rectangle = { x: number; y: number; w: number; h: number };

/** A black PNG with white rectangles. */
export async function mask(width: number, height: number, rectangles: readonly Rectangle[]): Promise<Buffer> {
  const data = new Uint8Array(width * height);
  for (const { x, y, w, h } of rectangles) {
    for (let row = y; row < y + h; row++) data.fill(255, row * width + x, row * width + x + w);
  }
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}
