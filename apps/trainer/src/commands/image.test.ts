import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { decodePicture, encodePng } from '@assay/data';
import { afterAll, describe, expect, it } from 'vitest';
import { runMain } from '../testing/runMain';
import reference from './image/fixtures/image.json';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...parameters: string[]) => runMain('image', ...parameters);

async function answer<T>(...parameters: string[]): Promise<T> {
  const { code, out, err } = await run(...parameters, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as T; // what is under test
}

function write(name: string, data: readonly number[] | Uint8Array, width: number): string {
  const path = join(folder, name);
  const pixels = Uint8Array.from(data);
  writeFileSync(path, encodePng({ width, height: pixels.length / width, channels: 1, data: pixels }));
  return path;
}

describe.each(reference.pictures)('on $path, values of scikit-image and OpenCV', (expected) => {
  const path = join(root, expected.path);

  it('answers thresholds', async () => {
    const found = await answer<{ li: number }>('threshold', path);
    expect(found).toEqual({ ...expected.threshold, li: expect.closeTo(expected.threshold.li, 9) });
  });

  it.each(expected.adaptive)(
    'answers the mask of $method, block $block',
    async ({ method, block, c, foreground, crc }) => {
      const out = join(folder, 'mask.png');
      const set = [`method=${method}`, `block=${block}`, `c=${c}`];
      expect(await answer('threshold', path, '--set', ...set, '--out', out)).toEqual({ foreground });
      const mask = await decodePicture(readFileSync(out));
      expect(new Set(mask.data)).toEqual(new Set([0, 255]));
      expect(crc32(mask.data.map((value) => value & 1))).toBe(crc);
    },
  );

  it('answers co-occurrence', async () => {
    const found = await answer<Record<string, number[][]>>('glcm', path);
    expect(Object.keys(found)).toEqual(Object.keys(expected.glcm));
    for (const [name, table] of Object.entries(expected.glcm)) {
      const scale = Math.max(1, ...table.flat().map(Math.abs));
      expect(difference(found[name]?.flat() ?? [], table.flat()) / scale, name).toBeLessThan(1e-6);
    }
  });

  it('answers binary patterns', async () => {
    expect(await answer('lbp', path)).toEqual({ histogram: expected.lbp });
  });

  it('answers Gabor statistics', async () => {
    const found = await answer<Record<string, number>[][]>('gabor', path);
    expect(found.map((row) => row.length)).toEqual([4, 4, 4]);
    expect(Object.keys(found[0]?.[0] ?? {})).toEqual(['meanReal', 'varReal', 'meanMagnitude', 'varMagnitude']);
    const flat = found.flatMap((row) => row.flatMap((statistics) => Object.values(statistics)));
    expect(difference(flat, expected.gabor)).toBeLessThan(1e-6);
  });

  it('answers gradients', async () => {
    const { features } = await answer<{ features: number[] }>('hog', path);
    expect(features.length).toBe(expected.hog.length);
    const picked = expected.hog.places.map((place) => features[place] ?? Number.NaN);
    expect(difference(picked, expected.hog.values)).toBeLessThan(1e-6);
    expect(features.reduce((sum, value) => sum + value, 0) / features.length).toBeCloseTo(expected.hog.mean, 6);
  });

  it('answers where a template lies', async () => {
    for (const { data, width, ...place } of expected.match) {
      const template = write('template.png', data, width);
      const found = await answer<{ score: number }>('match', path, '--set', `template=${template}`);
      expect(found).toEqual({ x: place.x, y: place.y, score: expect.closeTo(place.score, 4) });
    }
  });

  it.each(expected.components)(
    'answers components of $connectivity neighbours',
    async ({ connectivity, areas, count, hu }) => {
      const set = `connectivity=${connectivity}`;
      const found = await answer<{ areas: number[]; hu: number[] }>('components', path, '--set', set);
      expect(found.areas.length).toBe(count);
      expect(found.areas.slice(0, areas.length)).toEqual(areas);
      expect(found.areas).toEqual([...found.areas].sort((a, b) => b - a));
      hu.forEach((moment, i) => {
        expect(Math.abs((found.hu[i] ?? Number.NaN) - moment)).toBeLessThanOrEqual(1e-6 * Math.abs(moment) + 1e-15);
      });
    },
  );
});

function difference(found: readonly number[], expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN))));
}

describe('grey', () => {
  it('is the rounded luma of Pillow', async () => {
    const path = join(folder, 'colour.png');
    const { width, height, data, grey } = reference.colour;
    writeFileSync(path, encodePng({ width, height, channels: 3, data: Uint8Array.from(data) }));
    const { readGrey } = await import('./image/readGrey');
    expect([...(await readGrey(path)).data]).toEqual(grey);
  });
});

describe('several pictures', () => {
  it('are an array in order, wherever they stand', async () => {
    const [dark, bright] = [write('dark.png', [0, 0, 9, 9], 2), write('bright.png', [200, 200, 240, 240], 2)];
    const thresholds = await answer<{ otsu: number }[]>('threshold', dark, bright);
    expect(thresholds.map(({ otsu }) => otsu)).toEqual([0, 200]);
    const histograms = await answer<object[]>('lbp', '--set', 'points=4', 'radius=1', dark, bright);
    expect(histograms).toHaveLength(2);
  });

  it('are printed for people without --json', async () => {
    const { out, code } = await run('threshold', write('p.png', [0, 0, 9, 9], 2));
    expect(code).toBe(0);
    expect(out).toMatch(/p\.png\nVALUE +IS\notsu +0\n/);
  });
});

describe('what the library holds to its references', () => {
  // A bright square on the dark, once more with a hole and a speck.
  const squareOf = (change: Record<number, number>) =>
    Uint8Array.from({ length: 400 }, (_, i) => {
      const isInside = i % 20 > 5 && i % 20 < 14 && i > 120 && i < 280;
      return change[i] ?? (isInside ? 200 : 20);
    });
  const sound = () => write('square.png', squareOf({}), 20);
  const faulty = () => write('faulty.png', squareOf({ 190: 20, 45: 200 }), 20);

  it('is reached by morphology, edges, differences and backgrounds', async () => {
    expect(await answer('morphology', faulty())).toEqual({ foreground: 63 });
    expect(await answer('morphology', faulty(), '--set', 'operation=fill-holes')).toEqual({ foreground: 65 });
    expect(await answer('morphology', faulty(), '--set', 'operation=remove-small')).toEqual({ foreground: 0 });
    expect(await answer('morphology', sound(), '--set', 'operation=dilate', 'of=grey')).toEqual({ mean: 65 });
    expect(await answer('canny', sound())).toEqual({ edges: expect.any(Number) });
    const set = [`template=${sound()}`, 'slack=0', 'upsampling=0'];
    expect(await answer('difference', faulty(), '--set', ...set)).toEqual({
      shift: { x: 0, y: 0 },
      different: 2,
      boxes: [
        { x: 5, y: 2, width: 1, height: 1, area: 1 },
        { x: 10, y: 9, width: 1, height: 1, area: 1 },
      ],
    });
    const found = await answer('background', sound(), '--set', 'method=rolling-ball', 'radius=1');
    expect(found).toEqual({ background: { mean: expect.any(Number), low: 20, high: 200 } });
  });
});

describe('what is refused', () => {
  const picture = () => write('sound.png', [1, 2, 3, 4, 5, 6], 3);
  const larger = () => write('larger.png', new Uint8Array(16).fill(3).fill(9, 8), 4);
  const flat = () => write('flat.png', [7, 7], 2);
  const text = () => {
    const path = join(folder, 'text.png');
    writeFileSync(path, 'no picture at all');
    return path;
  };
  const cut = () => {
    const path = join(folder, 'cut.jpg');
    const boards = join(root, 'examples/hazelnut/hazelnut/test/good');
    writeFileSync(path, readFileSync(join(boards, readdirSync(boards)[0] ?? '')).subarray(0, 3000));
    return path;
  };
  it.each<[string, () => string[]]>([
    ['OPERATION: unknown operation "treshold" (did you mean "threshold"?)', () => ['treshold', picture()]],
    ['--set: unknown parameter "radus" (did you mean "radius"?)', () => ['lbp', picture(), '--set', 'radus=2']],
    [
      '--set block: "4" (an odd number from 3',
      () => ['threshold', picture(), '--set', 'method=adaptive-mean', 'block=4'],
    ],
    [
      '--set method: "adaptive-meen" (did you mean "adaptive-mean"?)',
      () => ['threshold', picture(), '--set', 'method=adaptive-meen'],
    ],
    [
      '--set block: no parameter of all thresholds (it belongs to method=adaptive-mean',
      () => ['threshold', picture(), '--set', 'block=5'],
    ],
    ['--set points: "25" (a whole number from 2 to 24)', () => ['lbp', picture(), '--set', 'points=25']],
    ['--set levels: "x" (a whole number from 2 to 256)', () => ['glcm', picture(), '--set', 'levels=x']],
    ['--set points: given twice (keep one)', () => ['lbp', picture(), '--set', 'points=4', '--set', 'points=5']],
    ['--set connectivity: "6" (one of 4, 8)', () => ['components', picture(), '--set', 'connectivity=6']],
    ['--set template: not given', () => ['match', picture()]],
    [
      'the template of 4 x 4 pixels is larger than the picture of 3 x 2',
      () => ['match', picture(), '--set', `template=${larger()}`],
    ],
    ['the template has one value', () => ['match', picture(), '--set', `template=${flat()}`]],
    [
      'square.png: 20 x 20 pixels, not the 3 x 2 of',
      () => ['difference', write('square.png', new Uint8Array(400), 20), '--set', `template=${picture()}`],
    ],
    ['--set of: grey with fill-holes', () => ['morphology', picture(), '--set', 'of=grey', 'operation=fill-holes']],
    ['no-such.png: no such file (check the path)', () => ['hog', 'no-such.png']],
    ['hold no block (a block is 16 x 16)', () => ['hog', picture()]],
    ['text.png: not a picture: the file begins with', () => ['lbp', text()]],
    ['cut.jpg: cannot be decoded', () => ['lbp', picture(), cut()]],
    ['PATH: no picture is named', () => ['lbp', '--set', 'points=4']],
    ['--out: one file for 2 pictures', () => ['threshold', picture(), picture(), '--out', 'x.png']],
    ['--out: lbp makes no picture', () => ['lbp', picture(), '--out', 'x.png']],
    ['--out: there is no folder', () => ['threshold', picture(), '--out', join(folder, 'none', 'x.png')]],
  ])('%s', async (line, parameters) => {
    const { code, out, err } = await run(...parameters(), '--json');
    expect(err.trimEnd()).toContain(line);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});
