import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { importFolder } from './importFolder';

let root = import.meta.dirname;
while (!existsSync(join(root, 'nx.json'))) root = dirname(root);
const shared = join(root, '..', 'shared', 'data');
const isThere = existsSync(shared);

test('the example sets import without a problem, under digests that never change', async () => {
  const deeppcb = await importFolder({ path: join(root, 'examples/deeppcb'), name: 'deeppcb' });
  expect(deeppcb.report).toMatchObject({ format: 'deeppcb', items: 66, problems: [] });
  expect(deeppcb.report.splits).toMatchObject({ train: 41, test: 25 });
  expect(deeppcb.report.annotations.boxes).toBe(433);
  expect(deeppcb.digest).toBe('08a5564ace971f349d4f8d58193920f0ebfbb11c99b390c6eae251518d01fa78');
  const hazelnut = await importFolder({ path: join(root, 'examples/hazelnut'), name: 'hazelnut' });
  expect(hazelnut.report).toMatchObject({ format: 'mvtec-ad', items: 30, classes: ['good', 'colour'], problems: [] });
  expect(hazelnut.report.annotations.masks).toBe(8);
  expect(hazelnut.digest).toBe('34e427a7bd61d96e497cbe9c5ee3589d78f3c5c15eebbacd6af399a5d62d398a');
}, 60_000);

test.skipIf(!isThere)(
  'DeepPCB (skipped without the shared data): 150 pairs, one template alone, three of one board',
  async () => {
    const { manifest, report } = await importFolder({ path: join(shared, 'deeppcb'), name: 'deeppcb' });
    expect(report.splits).toMatchObject({ train: 97, test: 53 });
    expect(report.annotations.boxes).toBe(947);
    expect(report.problems).toEqual([
      { path: 'PCBData/group90100/90100/90100034_temp.jpg', kind: 'missing-partner', detail: expect.any(String) },
    ]);
    const counts = manifest.classes.map(
      (_, c) => manifest.items.flatMap((item) => item.boxes ?? []).filter((box) => box.class === c).length,
    );
    expect(counts).toEqual([182, 134, 188, 167, 133, 143]);
    const one = manifest.items.filter((item) => /20085(159|167|168)_test/.test(item.path));
    expect(one.map((item) => item.group)).toEqual(['20085159', '20085159', '20085159']);
  },
);

test.skipIf(!isThere)(
  'magnetic tiles (skipped without the shared data): PNGs beside the JPEGs are masks',
  async () => {
    const { report } = await importFolder({ path: join(shared, 'magnetic-tile'), name: 'tiles' });
    expect(report).toMatchObject({ format: 'folder-per-class', items: 632, problems: [] });
    expect(report.annotations).toMatchObject({ labels: 632, masks: 632 });
  },
  60_000,
);
