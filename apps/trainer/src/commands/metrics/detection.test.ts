import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { measureDetection } from './detection';

const folder = mkdtempSync(join(tmpdir(), 'assay-metrics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const measure = (truth: unknown, predictions: unknown, intervals = false) =>
  measureDetection({
    truth: put('t.json', truth),
    predictions: put('p.json', predictions),
    classes: undefined,
    intervals,
  });

const object = (id: number, more: Record<string, unknown> = {}) => ({
  ...{ id, image_id: 7, category_id: 2, bbox: [10, 10, 20, 20], area: 400, iscrowd: 0 },
  ...more,
});
const TRUTH = {
  images: [{ id: 7 }, { id: 3 }],
  categories: [
    { id: 5, name: 'dent' },
    { id: 2, name: 'scratch' },
  ],
  annotations: [object(1), object(2, { image_id: 3 })],
};
const found = (more: Record<string, unknown> = {}) => ({
  ...{ image_id: 7, category_id: 2, bbox: [10, 10, 20, 20], score: 0.9 },
  ...more,
});

describe('measureDetection', () => {
  it('answers with the figures of the contract, classes in order of their ids, and why some are missing', async () => {
    const answer = await measure(TRUTH, [found(), found({ bbox: [0, 0, 5, 5], score: 0.5 })]);
    expect(Object.keys(answer)).toEqual([
      ...['ap', 'ap50', 'ap75', 'apSmall', 'apMedium', 'apLarge', 'ar1', 'ar10', 'ar100'],
      ...['arSmall', 'arMedium', 'arLarge', 'perClass', 'undefined'],
    ]);
    // One of two objects is found: precision 1 at the recalls 0 to 0.5, which are 51 of 101.
    expect(answer.ap).toBeCloseTo(51 / 101, 12);
    expect(answer.ar100).toBe(0.5);
    expect(answer.perClass).toMatchObject([
      { id: 2, name: 'scratch', ap: answer.ap },
      { id: 5, name: 'dent', ap: null },
    ]);
    expect(answer.undefined).toEqual({
      ...{ apMedium: 'the truth has no object of 32² to 96² px', apLarge: 'the truth has no object from 96² px on' },
      ...{ arMedium: 'the truth has no object of 32² to 96² px', arLarge: 'the truth has no object from 96² px on' },
      ...{ 'perClass.1.ap': 'the truth has no object of class dent' },
      ...{ 'perClass.1.ap50': 'the truth has no object of class dent' },
    });
  });

  it('gives 0 where nothing was predicted', async () => {
    expect(await measure(TRUTH, [])).toMatchObject({ ap: 0, ar100: 0 });
  });

  it('adds intervals by picture, or by group where pictures have groups', async () => {
    const images = Array.from({ length: 12 }, (_, id) => ({ id }));
    const annotations = images.map(({ id }) => object(id + 1, { image_id: id }));
    const predictions = images.filter(({ id }) => id % 2 === 0).map(({ id }) => found({ image_id: id }));
    const answer = await measure({ ...TRUTH, images, annotations }, predictions, true);
    // 6 of 12: Clopper-Pearson's interval is 0.21 to 0.79.
    expect(answer).toMatchObject({ ar100: 0.5, intervals: { ar100: { method: 'bca' } } });
    const { ar100 } = answer.intervals as Record<string, { low: number; high: number }>; // as was just seen
    expect(ar100?.low).toBeCloseTo(0.21, 1);
    expect(ar100?.high).toBeCloseTo(0.79, 1);
    const grouped = images.map(({ id }) => ({ id, group: `part ${id}` }));
    expect(await measure({ ...TRUTH, images: grouped, annotations }, predictions, true)).toMatchObject({
      intervals: { ar100: { says: expect.stringContaining('by group') } },
    });
    const partly = [...grouped.slice(1), { id: 0 }];
    await expect(measure({ ...TRUTH, images: partly, annotations }, [])).rejects.toThrow(
      /images\[11\]\.group: missing/,
    );
  });
});

const withObject = (more: Record<string, unknown>) => ({ ...TRUTH, annotations: [object(1), object(2, more)] });

describe('measureDetection refuses by name and place', () => {
  it.each([
    ['a picture that is not there', TRUTH, [found({ image_id: 8 })], /p\.json: \[0\]\.image_id: the unknown id 8/],
    ['a picture id as text', TRUTH, [found({ image_id: '7' })], /\[0\]\.image_id: the unknown id "7"/],
    ['a class that is not there', TRUTH, [found(), found({ category_id: 9 })], /\[1\]\.category_id: the unknown id 9/],
    ['no class', TRUTH, [found({ category_id: undefined })], /\[0\]\.category_id: missing/],
    ['no score', TRUTH, [found({ score: undefined })], /\[0\]\.score: missing/],
    ['a score in words', TRUTH, [found({ score: 'high' })], /\[0\]\.score: "high"/],
    ['a NaN as Python writes it', TRUTH, JSON.stringify([found()]).replace('0.9', 'NaN'), /\[0\]\.score: NaN/],
    ['a width below 0', TRUTH, [found({ bbox: [0, 0, -1, 5] })], /\[0\]\.bbox\[2\]: -1 \(a width/],
    ['three sides', TRUTH, [found({ bbox: [0, 0, 1] })], /\[0\]\.bbox: an array of 3/],
    ['a side that is null', TRUTH, [found({ bbox: [0, 0, 1, null] })], /\[0\]\.bbox\[3\]: null/],
    ['no box', TRUTH, [found({ bbox: undefined })], /\[0\]\.bbox: missing/],
    ['results in an object', TRUTH, { annotations: [] }, /p\.json: an object \(COCO results are an array/],
    ['a result that is none', TRUTH, [found(), 3], /\[1\]: 3/],
    ['results that are cut off', TRUTH, '[{"image_id": 7,', /p\.json:1:17: the text ends too early/],
    ['a truth in an array', [], [], /t\.json: an array of 0 \(an object is expected/],
    ['no pictures', { ...TRUTH, images: [] }, [], /t\.json: images: none/],
    ['no classes', { ...TRUTH, categories: undefined }, [], /t\.json: categories: missing/],
    ['no objects', { ...TRUTH, annotations: [] }, [], /t\.json: annotations: none/],
    ['objects in an object', { ...TRUTH, annotations: {} }, [], /t\.json: annotations: an object/],
    ['crowds alone', { ...TRUTH, annotations: [object(1, { iscrowd: 1 })] }, [], /annotations: 1 regions, all of/],
    [
      'an unknown picture in the truth',
      withObject({ image_id: 1 }),
      [],
      /annotations\[1\]\.image_id: the unknown id 1/,
    ],
    ['an unknown class in the truth', withObject({ category_id: 1 }), [], /annotations\[1\]\.category_id: the unknown/],
    ['an object without area', withObject({ area: undefined }), [], /annotations\[1\]\.area: missing/],
    ['an area below 0', withObject({ area: -4 }), [], /annotations\[1\]\.area: -4/],
    ['half a crowd', withObject({ iscrowd: 0.5 }), [], /annotations\[1\]\.iscrowd: 0.5/],
    ['an object twice', withObject({ id: 1 }), [], /annotations\[1\]\.id: 1 again/],
    ['a height below 0 in the truth', withObject({ bbox: [0, 0, 1, -2] }), [], /annotations\[1\]\.bbox\[3\]: -2/],
    ['a picture twice', { ...TRUTH, images: [{ id: 7 }, { id: 7 }] }, [], /images\[1\]\.id: 7 again/],
    ['a picture without id', { ...TRUTH, images: [{ id: 7 }, {}] }, [], /images\[1\]\.id: missing/],
    ['ids of two kinds', { ...TRUTH, images: [{ id: 7 }, { id: '3' }] }, [], /images\[1\]\.id: "3"/],
  ])('%s', async (_, truth, predictions, words) => {
    await expect(measure(truth, predictions)).rejects.toThrow(words);
    await expect(measure(truth, predictions)).rejects.toMatchObject({ name: 'InputError' });
  });
});
