import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeNpy } from '../../weights/npy';
import { measureAnomaly } from './anomaly';

const root = mkdtempSync(join(tmpdir(), 'assay-anomaly-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, content: unknown): string {
  const path = join(root, name);
  writeFileSync(path, Buffer.isBuffer(content) ? content : JSON.stringify(content).replaceAll('"NaN"', 'NaN'));
  return path;
}

/** A map of one row. */
const map = (name: string, values: number[], shape = [1, values.length]) => {
  put(name, encodeNpy(shape, Float32Array.from(values)));
  return name;
};
const mask = (name: string, values: number[]) => {
  const file = encodeNpy([1, values.length], new Float32Array(0)).toString('latin1').replace("'<f4'", "'|u1'");
  put(name, Buffer.concat([Buffer.from(file, 'latin1'), Buffer.from(values)]));
  return name;
};

const measure = (truth: unknown, predictions: unknown, intervals = false) =>
  measureAnomaly({
    truth: put('t.json', truth),
    predictions: put('p.json', predictions),
    classes: undefined,
    intervals,
  });

const TRUTH = { labels: [0, 1, 1], masks: [null, mask('m1.npy', [0, 1, 0]), mask('m2.npy', [255, 0, 0])] };
const PREDICTIONS = {
  scores: [0.3, 0.9, 0.2],
  maps: [map('a.npy', [0.1, 0.3, 0.2]), map('b.npy', [0.1, 0.9, 0.1]), map('c.npy', [0.2, 0.1, 0])],
};

describe('figures', () => {
  it('are those of the contract', async () => {
    const answer = await measure(TRUTH, PREDICTIONS);
    expect(answer).toEqual({
      imageAuroc: 0.5,
      imageAp: (1 + 2 / 3) / 2,
      imageF1Max: { value: 0.8, threshold: 0.2 },
      // 7 normal pixels: 0.9 lies above all of them, 0.2 above 5 and beside one.
      pixelAuroc: expect.closeTo((7 + 5.5) / 14, 12),
      pixelAp: expect.closeTo((1 + 2 / 4) / 2, 12),
      pixelF1Max: { value: expect.closeTo(2 / 3, 12), threshold: expect.closeTo(0.2, 6) },
      // (0, 1/2), (1/7, 1/2), (2/7, 1), flat to 0.3.
      aupro: expect.closeTo((1 / 14 + 0.75 / 7 + (0.3 - 2 / 7)) / 0.3, 12),
      undefined: {},
    });
  });

  it('are of pictures alone without maps or masks, with the reason', async () => {
    const bare = await measure({ labels: TRUTH.labels }, { scores: PREDICTIONS.scores });
    expect(bare).toMatchObject({ imageAuroc: 0.5, pixelAuroc: null, aupro: null });
    expect(bare.undefined).toMatchObject({ pixelF1Max: 'the predictions have no maps' });
    const blind = await measure({ labels: TRUTH.labels, masks: [null, null, null] }, PREDICTIONS);
    expect(blind.undefined).toMatchObject({ aupro: 'no anomalous picture has a mask' });
  });

  it('are of pixels where only pictures are of one class', async () => {
    const labels = { ...TRUTH, labels: [1, 1], masks: TRUTH.masks.slice(1) };
    const answer = await measure(labels, { scores: [0.9, 0.2], maps: PREDICTIONS.maps.slice(1) });
    expect(answer).toMatchObject({ imageAuroc: null, imageAp: 1, pixelAuroc: expect.any(Number) });
    expect(answer.undefined).toEqual({ imageAuroc: 'needs both good and anomalous pictures' });
  });

  it('have intervals by picture, and by group where the truth has groups', async () => {
    const many = <T>(values: T[]): T[] => Array.from({ length: 8 }, () => values).flat();
    const truth = { labels: many(TRUTH.labels), masks: many(TRUTH.masks) };
    const predictions = { scores: many(PREDICTIONS.scores), maps: many(PREDICTIONS.maps) };
    const { intervals } = await measure(truth, predictions, true);
    expect(intervals).toMatchObject({
      imageAp: { method: 'bca' },
      aupro: { says: expect.stringMatching(/by picture/) },
    });
    const grouped = await measure(
      { ...truth, groups: truth.labels.map((_, i) => `part ${i % 12}`) },
      predictions,
      true,
    );
    expect(grouped.intervals).toMatchObject({ aupro: { says: expect.stringMatching(/by group/) } });
  });
});

const maps = (third: string) => ({ ...PREDICTIONS, maps: [...PREDICTIONS.maps.slice(0, 2), third] });
const masks = (third: string | null) => ({ ...TRUTH, masks: [...TRUTH.masks.slice(0, 2), third] });

it.each([
  ['no samples', { labels: [] }, PREDICTIONS, /t\.json: labels: no samples/],
  ['only good pictures', { labels: [0, 0, 0] }, PREDICTIONS, /t\.json: labels: one class only: all pictures are good/],
  ['only anomalous ones without pixels', { labels: [1, 1] }, { scores: [1, 2] }, /all pictures are anomalous/],
  ['unequal lengths', TRUTH, { ...PREDICTIONS, scores: [1, 2] }, /p\.json: scores: 2 scores for 3 labels/],
  ['too few maps', TRUTH, { ...PREDICTIONS, maps: ['a.npy'] }, /p\.json: maps: 1 files for 3 labels/],
  ['too few masks', { ...TRUTH, masks: [null] }, PREDICTIONS, /t\.json: masks: 1 files for 3 labels/],
  ['another class', { ...TRUTH, labels: [0, 2, 1] }, PREDICTIONS, /labels\[1\]: the label 2/],
  ['a NaN score', TRUTH, { ...PREDICTIONS, scores: [0, 'NaN', 1] }, /p\.json: scores\[1\]: NaN/],
  [
    'a NaN in a map',
    TRUTH,
    maps(map('nan.npy', [0, Number.NaN, 0])),
    /maps\[2\] \(.*nan\.npy\): NaN at row 0, column 1/,
  ],
  ['an infinite score', TRUTH, maps(map('inf.npy', [0, 0, 1 / 0])), /Infinity at row 0, column 2/],
  ['a missing map', TRUTH, maps('none.npy'), /p\.json: maps\[2\] \(.*none\.npy\): no such file/],
  ['a missing mask', masks('none.npy'), PREDICTIONS, /t\.json: masks\[2\] \(.*none\.npy\): no such file/],
  ['no mask of one anomaly', masks(null), PREDICTIONS, /t\.json: masks\[2\]: null/],
  [
    'another size',
    TRUTH,
    maps(map('long.npy', [0, 1, 2, 3])),
    /maps\[2\]: a map of 1 × 4 pixels \(its mask m2\.npy has 1 × 3/,
  ],
  ['the wrong type of a mask', masks('a.npy'), PREDICTIONS, /masks\[2\] \(.*a\.npy\): values of type <f4, not uint8/],
  ['the wrong type of a map', TRUTH, maps('m1.npy'), /maps\[2\] \(.*m1\.npy\): values of type \|u1, not float32/],
  ['one dimension', TRUTH, maps(map('flat.npy', [1, 2], [2])), /the shape \(2\)/],
  ['a number for a file', TRUTH, { ...PREDICTIONS, maps: ['a.npy', 7, 'c.npy'] }, /maps\[1\]: 7/],
  ['too few groups', { ...TRUTH, groups: [1] }, PREDICTIONS, /groups: 1 groups for 3 labels/],
])('refuses %s by name and place', async (_, truth, predictions, words) => {
  await expect(measure(truth, predictions)).rejects.toThrow(words);
});
