import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MethodConfig } from '@assay/contracts';
import { decodePicture, withChannels } from '@assay/data';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../lib/root.mjs';
import { drawViews, recipeOf } from './drawViews';
import { imageFile } from './imageFile';

const METHODS = MethodConfig.options.map(({ shape }) => shape.kind.value);
const SHARE_MAX = 0.01;

test.each(METHODS)('the page of %s shows its views before its config, and says what is seen', (method) => {
  const page = readFileSync(join(ROOT, 'docs', 'methods', `${method}.md`), 'utf8');
  const views = /\n## Views\n\n!\[([^\]]+)\]\(\.\.\/images\/methods\/(\w+)\.png\)\n\n([\s\S]*?)\n## Config\n/.exec(
    page,
  );
  expect(views?.[2]).toBe(method);
  expect(views?.[1]?.split(' ').length).toBeGreaterThan(6);
  expect(views?.[3]).toContain(`\`${recipeOf(method)}\``);
});

test('the pictures are small', () => {
  const sizes = METHODS.map((method) => statSync(imageFile(method)).size);
  expect(Math.max(...sizes)).toBeLessThan(30_000);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(500_000);
});

// One of each kind: views with small crops, masks, pieces, noise.
describe.each(['swav', 'mae', 'jigsaw', 'denoising'] as const)('%s', (method) => {
  test('the stored picture is what the method sees', async () => {
    const drawn = await drawViews(method);
    const stored = withChannels(await decodePicture(readFileSync(imageFile(method))), drawn.channels);
    expect([stored.width, stored.height]).toEqual([drawn.width, drawn.height]);
    // Another processor's sums may round a level up where this one's round it down.
    const isOther = (value: number, i: number) => Math.abs(value - (drawn.data[i] ?? Number.NaN)) > 1;
    const others = stored.data.reduce((count, value, i) => count + (isOther(value, i) ? 1 : 0), 0);
    expect(others / stored.data.length).toBeLessThan(SHARE_MAX);
  }, 60_000);
});
