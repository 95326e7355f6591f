import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { openArtifacts } from '@assay/store';
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

/** A grey PNG, three pixels wide, its rows as they are. */
function png(data: number[]): Buffer {
  const rows = Array.from({ length: data.length / 3 }, (_, y) => [0, ...data.slice(3 * y, 3 * y + 3)]);
  const chunk = (type: string, body: Buffer): Buffer => {
    const content = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(content));
    return Buffer.concat([length, content, sum]);
  };
  const header = Buffer.from([0, 0, 0, 3, 0, 0, 0, rows.length, 8, 0, 0, 0, 0]);
  const packed = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([Buffer.alloc(8), chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]);
}

/** By Pillow: 16 x 12 pixels of (9x + 5y² + 11 (x mod 5)(y mod 3)) mod 256, rows filtered by left neighbours and Paeth. */
const RAMP =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAAAAABOjGJdAAAASUlEQVR4nGNk4EQFLKwCIiIidxEEC7+UvLz8GwTBqIuuRVlERETkLoJg0ZWXl5ffiCAYt6BpYfyKpoXRAV3LVHQtX9C1xKJpAQC9jCNjMTH/YgAAAABJRU5ErkJggg==';
const COLOUR =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==';

const put = async (lines: unknown[]) =>
  (await artifacts.put(gzipSync(lines.map((line) => JSON.stringify(line)).join('\n')))).digest;

test('a mask is decoded whatever filters it was stored with', async () => {
  const { width, height, data } = await decodeGreyPng(Buffer.from(RAMP, 'base64'));
  expect([width, height]).toEqual([16, 12]);
  const expected = Array.from({ length: 16 * 12 }, (_, i) => {
    const [x, y] = [i % 16, Math.floor(i / 16)];
    return (9 * x + 5 * y * y + 11 * (x % 5) * (y % 3)) % 256;
  });
  expect([...data]).toEqual(expected);
  await expect(decodeGreyPng(Buffer.from(COLOUR, 'base64'))).rejects.toThrow(/8-bit grey/);
});

test('masks come with the confusion of their pixels, the unjudged ones left out', async () => {
  const [truth, mask] = [png([0, 1, 1, 255, 0, 0]), png([0, 1, 0, 1, 1, 0])];
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
