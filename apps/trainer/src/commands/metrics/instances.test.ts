import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { measureInstances } from './instances';

const folder = mkdtempSync(join(tmpdir(), 'assay-metrics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const measure = (truth: unknown, predictions: unknown) =>
  measureInstances({ truth: put('t.json', truth), predictions: put('p.json', predictions), classes: undefined });

/** The left half of 4 x 4 pixels, in COCO's three ways. */
const POLYGONS = [[0, 0, 2, 0, 2, 4, 0, 4]];
const RUNS = { size: [4, 4], counts: [0, 8, 8] };
const TEXT = { size: [4, 4], counts: '088' };

const truthOf = (segmentation: unknown, more: Record<string, unknown> = {}) => ({
  images: [{ id: 1, height: 4, width: 4 }],
  categories: [{ id: 1, name: 'dent' }],
  annotations: [{ id: 1, image_id: 1, category_id: 1, segmentation, area: 8, iscrowd: 0 }],
  ...more,
});
const found = (segmentation: unknown, more: Record<string, unknown> = {}) => ({
  ...{ image_id: 1, category_id: 1, segmentation, score: 0.5 },
  ...more,
});

describe('measureInstances', () => {
  it.each([POLYGONS, RUNS, TEXT])('reads %j', async (segmentation) => {
    const answer = await measure(truthOf(segmentation), [found(TEXT)]);
    expect(answer.ap).toBeCloseTo(1, 12);
    expect(await measure(truthOf(TEXT), [found(segmentation)])).toMatchObject({ ap: answer.ap, apSmall: answer.ap });
  });

  it('adds the figures by boundaries when asked for', async () => {
    // Half of a 40 x 40 square is an overlap of 0.5; of its boundary, a pixel wide, it is 78 of 196 pixels.
    const image = { images: [{ id: 1, height: 44, width: 44 }] };
    const square = [[2, 2, 42, 2, 42, 42, 2, 42]];
    const half = [[2, 2, 22, 2, 22, 42, 2, 42]];
    const truth = put('t.json', truthOf(square, image));
    const predictions = put('p.json', [found(half)]);
    const answer = await measureInstances({ truth, predictions, classes: undefined, boundary: true });
    expect(answer).toMatchObject({ ar100: 0.1, boundary: { ar100: 0, perClass: [{ ap: 0 }] } });
    expect(answer.undefined).toMatchObject({ apLarge: expect.any(String), 'boundary.apLarge': expect.any(String) });
  });

  it('takes a prediction for as large as its box where results have boxes, as pycocotools does', async () => {
    // Found too small for a match; at 40 x 40 it is no small object, so that it is no error among the small ones.
    const missed = { size: [4, 4], counts: [15, 1] };
    const right = found(TEXT, { score: 0.4, bbox: [0, 0, 2, 4] });
    const withBoxes = await measure(truthOf(TEXT), [found(missed, { bbox: [0, 0, 40, 40] }), right]);
    expect(withBoxes.apSmall).toBeCloseTo(1, 12);
    const without = await measure(truthOf(TEXT), [found(missed), found(TEXT, { score: 0.4 })]);
    expect(without.apSmall).toBeCloseTo(0.5, 12);
  });
});

describe('measureInstances refuses by name and place', () => {
  const image = (more: Record<string, unknown>) => ({ images: [{ id: 1, height: 4, width: 4, ...more }] });
  it.each([
    [
      'runs that do not sum',
      truthOf({ size: [4, 4], counts: [3, 3] }),
      [],
      /t\.json: annotations\[0\]\.segmentation\.counts: 2 runs sum to 6, not to 4 x 4 = 16/,
    ],
    [
      'a text that is cut off',
      truthOf(TEXT),
      [found({ size: [4, 4], counts: '08h' })],
      /p\.json: \[0\]\.segmentation\.counts: cut off within run 2/,
    ],
    ['a text of other letters', truthOf(TEXT), [found({ size: [4, 4], counts: '08~' })], /counts: character 2, "~"/],
    [
      'another size',
      truthOf(TEXT),
      [found({ size: [4, 5], counts: [20] })],
      /\[0\]\.segmentation\.size: \[4,5\], the picture is \[4, 4\]/,
    ],
    ['no counts', truthOf(TEXT), [found({ size: [4, 4] })], /\[0\]\.segmentation\.counts: missing/],
    ['no size', truthOf(TEXT), [found({ counts: '088' })], /\[0\]\.segmentation\.size: missing/],
    ['no segmentation', truthOf(TEXT), [found(undefined)], /\[0\]\.segmentation: missing/],
    ['a text', truthOf('left'), [], /annotations\[0\]\.segmentation: "left"/],
    ['a flat polygon', truthOf([0, 0, 2, 0, 2, 4]), [], /annotations\[0\]\.segmentation\[0\]: 0 \(an array/],
    ['two points', truthOf([[0, 0, 2, 0]]), [], /annotations\[0\]\.segmentation\[0\]: 4 numbers/],
    ['no polygons', truthOf([]), [], /annotations\[0\]\.segmentation: no polygons/],
    ['a point without number', truthOf([[0, 0, 2, 0, null, 4]]), [], /segmentation\[0\]\[4\]: null/],
    ['a run below 0', truthOf({ size: [4, 4], counts: [-1, 17] }), [], /segmentation\.counts\[0\]: -1/],
    ['a picture without height', truthOf(TEXT, image({ height: undefined })), [], /images\[0\]\.height: missing/],
    ['half a column', truthOf(TEXT, image({ width: 3.5 })), [], /images\[0\]\.width: 3.5/],
    ['boxes for some', truthOf(TEXT), [found(TEXT, { bbox: [0, 0, 1, 1] }), found(TEXT)], /\[1\]\.bbox: missing/],
  ])('%s', async (_, truth, predictions, words) => {
    await expect(measure(truth, predictions)).rejects.toThrow(words);
    await expect(measure(truth, predictions)).rejects.toMatchObject({ name: 'InputError' });
  });
});
