import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openArtifacts } from '@assay/store';
import sharp, { type PngOptions } from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { decodeGreyPng } from './greyPng';
import { readObjects } from './objectPredictions';

const folder = mkdtempSync(join(tmpdir(), 'assay-objects-'));
afterAll(() => rmSync(folder, { recursive: true }));
const artifacts = openArtifacts(`file:${folder}`);
const digest = 'a'.repeat(64);
const header = {
  version: 1,
  task: 'classical',
  datasetDigest: digest,
  split: 'test',
  classes: ['background', 'dent'],
  scores: 'contrast',
  threshold: 3,
  protocol: { name: 'segmentation', parameters: {} },
};

const png = (data: number[], options: PngOptions = {}, width = 3) =>
  sharp(Uint8Array.from(data), { raw: { width, height: data.length / width, channels: 1 } })
    .toColourspace('b-w')
    .png(options)
    .toBuffer();
const put = async (lines: unknown[]) =>
  (await artifacts.put(gzipSync(lines.map((line) => JSON.stringify(line)).join('\n')))).digest;

test('a mask is decoded whatever filters it was stored with', async () => {
  // A ramp with noise: an adaptive encoder picks another filter for other rows.
  const data = Array.from({ length: 40 * 30 }, (_, i) => (i * 7 + (i % 13) * (i % 5) * Math.floor(i / 40)) % 256);
  for (const adaptiveFiltering of [false, true]) {
    const found = await decodeGreyPng(await png(data, { adaptiveFiltering, palette: false }, 40));
    expect([found.width, found.height]).toEqual([40, 30]);
    expect([...found.data]).toEqual(data);
  }
  const colour = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await expect(decodeGreyPng(colour)).rejects.toThrow(/8-bit grey/);
});

test('masks come with the confusion of their pixels, the unjudged ones left out', async () => {
  const [truth, mask] = await Promise.all([png([0, 1, 1, 255, 0, 0]), png([0, 1, 0, 1, 1, 0])]);
  const [truthMask, predicted] = [(await artifacts.put(truth)).digest, (await artifacts.put(mask)).digest];
  const line = { item: digest, path: 'a.png', truth: { mask: truthMask }, mask: predicted };
  const found = await readObjects(artifacts, await put([{ ...header, output: 'masks' }, line]));
  expect(found).toMatchObject({ output: 'masks', classes: ['background', 'dent'], threshold: 3 });
  expect(found.output === 'masks' && found.pictures).toEqual([
    { picture: digest, path: 'a.png', truthMask, mask: predicted, counts: [2, 1, 1, 1] },
  ]);
});

test('boxes come as they are, and scores alone are none', async () => {
  const box = { x: 1, y: 2, w: 3, h: 4, class: 0 };
  const line = { item: digest, path: 'a.png', truth: { boxes: [box] }, boxes: [{ ...box, score: 5 }] };
  const found = await readObjects(artifacts, await put([{ ...header, output: 'boxes' }, line]));
  expect(found.output === 'boxes' && found.pictures).toEqual([
    { picture: digest, path: 'a.png', truth: [box], boxes: [{ ...box, score: 5 }] },
  ]);
  const scores = await put([header, { item: digest, path: 'a.png', truth: { label: 0 }, scores: [1, 0] }]);
  expect((await readObjects(artifacts, scores)).output).toBe('none');
});
