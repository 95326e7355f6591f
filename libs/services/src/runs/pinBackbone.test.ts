import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackboneConfig } from '@assay/contracts';
import { afterAll, expect, test } from 'vitest';
import { sha256 } from '../hash';
import { comparableBackbone, pinBackbone } from './pinBackbone';

const folder = mkdtempSync(join(tmpdir(), 'pin-backbone-'));
const file = join(folder, 'tiny.backbone.ts');
const CODE = 'throw new Error("this is read and never executed")\n';
writeFileSync(file, CODE);
afterAll(() => rmSync(folder, { recursive: true }));

test('a user’s own network is pinned to its bytes, and not executed', async () => {
  const pinned = await pinBackbone(BackboneConfig.parse({ kind: 'module', file }));
  expect(pinned).toEqual({ kind: 'module', file, digest: sha256(CODE), options: {} });
  expect(await pinBackbone(pinned)).toEqual(pinned);
});

test('a file that is missing or has changed is refused', async () => {
  const other = BackboneConfig.parse({ kind: 'module', file, digest: 'a'.repeat(64) });
  await expect(pinBackbone(other)).rejects.toThrow('has changed since');
  const missing = BackboneConfig.parse({ kind: 'module', file: join(folder, 'no.backbone.ts') });
  await expect(pinBackbone(missing)).rejects.toThrow('backbone.file: no file');
  expect(() => BackboneConfig.parse({ kind: 'module', file: '/etc/passwd' })).toThrow('.backbone.ts');
});

test('weights fit where the code or the shape is the same', () => {
  const parse = (value: unknown) => BackboneConfig.parse(value);
  const digest = 'b'.repeat(64);
  const moved = { kind: 'module', file: '/elsewhere/x.backbone.ts', digest };
  expect(comparableBackbone(parse(moved))).toBe(comparableBackbone(parse({ ...moved, file: 'y.backbone.ts' })));
  expect(comparableBackbone(parse(moved))).not.toBe(comparableBackbone(parse({ ...moved, digest: 'c'.repeat(64) })));
  const vit = parse({ kind: 'vit' });
  expect(comparableBackbone(parse({ kind: 'vit', pool: 'mean', dropPath: 0.1 }))).toBe(comparableBackbone(vit));
  // As a config was stored before there were drop path and positions.
  const { dropPath: _, positions: __, ...stored } = vit as Extract<BackboneConfig, { kind: 'vit' }>; // parsed as one
  expect(comparableBackbone(stored as BackboneConfig)).toBe(comparableBackbone(vit)); // what a store may hold
  const [b0, lite] = ['b0', 'lite0'].map((variant) => parse({ kind: 'efficientnet', variant }));
  if (!b0 || !lite) throw new Error('two were asked for');
  expect(comparableBackbone(b0)).not.toBe(comparableBackbone(lite));
  expect(comparableBackbone(b0)).toBe('convention pytorch, efficientnet, variant b0');
});
