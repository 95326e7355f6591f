import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@assay/data';
import { afterAll, expect, it } from 'vitest';
import { runMain } from '../../testing/runMain';
import { measureSegmentation } from './segmentation';

const root = mkdtempSync(join(tmpdir(), 'assay-segmentation-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Files = Record<string, number[] | Buffer>;

/** A folder of pictures of 2 × 2 pixels. */
function folder(files: Files): string {
  const path = mkdtempSync(join(root, 'f-'));
  for (const [name, pixels] of Object.entries(files)) writeFileSync(join(path, name), bytesOf(pixels));
  return path;
}

function bytesOf(pixels: number[] | Buffer): Buffer {
  if (!Array.isArray(pixels)) return pixels;
  return encodePng({ width: 2, height: pixels.length / 2, channels: 1, data: Uint8Array.from(pixels) });
}

const measure = (truth: Files, predictions: Files, options: { classes?: number; intervals?: boolean } = {}) =>
  measureSegmentation({ classes: 2, ...options, truth: folder(truth), predictions: folder(predictions) });

it('measures all pixels of the set, with 255 ignored', async () => {
  const answer = await measure(
    { 'a.png': [0, 0, 1, 1], 'b.PNG': [255, 1, 255, 255], 'notes.txt': Buffer.from('not a mask') },
    { 'a.png': [0, 1, 1, 1], 'b.PNG': [9, 0, 1, 255] },
    { classes: 3 },
  );
  expect(answer).toEqual({
    iou: { mean: (1 / 3 + 2 / 4) / 2, perClass: [1 / 3, 2 / 4, null] },
    dice: { mean: (1 / 2 + 2 / 3) / 2, perClass: [1 / 2, 2 / 3, null] },
    pixelAccuracy: 3 / 5,
    meanAccuracy: (1 / 2 + 2 / 3) / 2,
    confusionMatrix: [
      [1, 1, 0],
      [1, 2, 0],
      [0, 0, 0],
    ],
    undefined: {
      'iou.perClass.2': 'the class is neither in the truth nor in the predictions',
      'dice.perClass.2': 'the class is neither in the truth nor in the predictions',
    },
  });
});

it('adds intervals by picture', async () => {
  const files = (offset: number): Files =>
    Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.png`, [0, 1, (i * offset) % 2, 1]]));
  const { intervals } = await measure(files(1), files(3 + 1), { intervals: true });
  expect(intervals).toHaveProperty(['iou.mean', 'method'], 'bca');
});

it('draws whole groups where a file names them', async () => {
  const name = (i: number) => `${i}.png`;
  // All of a part is right or all of it is wrong: pictures of a part are no evidence of their own.
  const truth: Files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [name(i), [0, 1, 0, 1]]));
  const predictions: Files = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [name(i), i < 24 ? [0, 1, 0, 1] : [1, 0, 1, 0]]),
  );
  const given = { classes: 2, intervals: true, truth: folder(truth), predictions: folder(predictions) };
  const groups = join(root, 'groups.json');
  const parts = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [name(i), `part ${Math.floor(i / 3)}`]));
  writeFileSync(groups, JSON.stringify(parts));
  type Answer = { intervals: { pixelAccuracy: { low: number; high: number } } };
  const alone = (await measureSegmentation(given)) as unknown as Answer;
  const whole = (await measureSegmentation({ ...given, groups })) as unknown as Answer;
  const widthOf = ({ intervals: { pixelAccuracy } }: Answer) => pixelAccuracy.high - pixelAccuracy.low;
  // Twenty groups of three instead of sixty pictures: wider by about the root of three.
  expect(widthOf(whole) / widthOf(alone)).toBeGreaterThan(1.4);

  const refused = async (content: object, words: RegExp) => {
    writeFileSync(groups, JSON.stringify(content));
    await expect(measureSegmentation({ ...given, groups })).rejects.toThrow(words);
  };
  const { '3.png': _third, ...others } = parts;
  await refused(others, /groups\.json: no group for 3\.png/);
  await refused({ ...parts, 'x.png': 'part 1' }, /groups\.json: x\.png: no such picture/);
  await refused({ ...parts, '3.png': null }, /groups\.json: 3\.png: null \(a name or a number/);
  await refused([1, 2], /groups\.json: an array/);
});

it('takes groups for segmentation with intervals alone', async () => {
  const run = (kind: string, ...rest: string[]) =>
    runMain('metrics', kind, '--truth', 'a', '--predictions', 'b', '--groups', 'g.json', ...rest);
  expect((await run('anomaly', '--intervals')).err).toMatch(/--groups: given for anomaly \(it is for segmentation/);
  expect((await run('segmentation', '--classes', '2')).err).toMatch(/--groups: given without --intervals/);
});

const SOUND: Files = { 'a.png': [0, 1, 1, 0] };
/** The header alone says 16 bits, which is where it is refused. */
const wide = bytesOf([0, 1, 1, 0]);
wide[24] = 16;
const colour = encodePng({ width: 2, height: 2, channels: 3, data: new Uint8Array(12) });

it.each<[string, Files, Files, RegExp]>([
  ['a missing prediction', { ...SOUND, 'b.png': [0, 0, 0, 0] }, SOUND, /f-\w+\/b\.png: no such file/],
  ['a prediction too many', SOUND, { ...SOUND, 'b.png': [0, 0, 0, 0] }, /f-\w+\/b\.png: no such file/],
  ['another size', SOUND, { 'a.png': [0, 1] }, /a\.png: 2 × 1 pixels \(the truth has 2 × 2\)/],
  ['an undeclared true class', { 'a.png': [0, 1, 2, 0] }, SOUND, /a\.png: row 1, column 0: the class 2 \(2 classes/],
  ['an undeclared prediction', SOUND, { 'a.png': [0, 7, 0, 0] }, /a\.png: row 0, column 1: the class 7/],
  ['a prediction of 255', SOUND, { 'a.png': [0, 1, 1, 255] }, /row 1, column 1: the class 255/],
  ['only ignored pixels', { 'a.png': [255, 255, 255, 255] }, SOUND, /only ignored pixels/],
  ['no pictures', {}, {}, /no PNG files/],
  ['colour', SOUND, { 'a.png': colour }, /a\.png: colour \(three channels\)/],
  ['16 bits', { 'a.png': wide }, SOUND, /a\.png: 16 bits a pixel/],
  ['what is no PNG', SOUND, { 'a.png': Buffer.from('nonsense') }, /a\.png: not a PNG/],
])('refuses %s by name', async (_, truth, predictions, words) => {
  await expect(measure(truth, predictions)).rejects.toThrow(words);
});

it('refuses a folder that is not there, a file, and no number of classes', async () => {
  const given = { classes: 2, truth: join(root, 'none'), predictions: folder(SOUND) };
  await expect(measureSegmentation(given)).rejects.toThrow(/none: no such folder/);
  const file = join(folder(SOUND), 'a.png');
  await expect(measureSegmentation({ ...given, truth: file })).rejects.toThrow(/a\.png: not a folder/);
  await expect(measureSegmentation({ ...given, classes: undefined })).rejects.toThrow(/--classes: missing/);
});
