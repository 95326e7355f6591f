import { chmod, cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, Manifest } from '@assay/contracts';
import { expect, test } from 'vitest';
import { manifestDigest, sha256 } from './digest';
import { detectFormat, importFolder } from './importFolder';
import { mask, picture, temporaryFolder, writeFiles } from './testing/folders';

test('folder per class: classes in order, split folders, labels, the same digest on another place and in another order', async () => {
  const root = await temporaryFolder();
  await writeFiles(root, {
    'valid/scratch/b.png': await picture(1),
    'train/scratch/a.jpg': await picture(2, { type: 'jpeg', channels: 3 }),
    'train/dent/deep/a.png': await picture(3, { width: 20 }),
    'test/dent/c.png': await picture(4),
    'train/dent/notes.txt': 'not a picture and not meant as one',
  });
  const { manifest, digest, report, files, pixelDigests } = await importFolder({ path: root, name: 'plates' });
  expect(Manifest.parse(manifest)).toEqual(manifest);
  expect(manifest.classes).toEqual(['dent', 'scratch']);
  expect(manifest.items.map(({ path, split, label }) => [path, split, label])).toEqual([
    ['test/dent/c.png', 'test', 0],
    ['train/dent/deep/a.png', 'train', 0],
    ['train/scratch/a.jpg', 'train', 1],
    ['valid/scratch/b.png', 'validation', 1],
  ]);
  expect(manifest.items[1]).toMatchObject({ width: 20, height: 32, picture: sha256(await picture(3, { width: 20 })) });
  expect(report).toMatchObject({ format: 'folder-per-class', items: 4, version: null, problems: [] });
  expect(report.splits).toEqual({ train: 2, validation: 1, test: 1, unlabelled: 0 });
  expect(files.size).toBe(4);
  expect(pixelDigests.size).toBe(4);

  const elsewhere = join(await temporaryFolder(), 'copy');
  await cp(root, elsewhere, { recursive: true });
  expect((await importFolder({ path: elsewhere, name: 'other' })).digest).toBe(digest);
  expect(manifestDigest({ ...manifest, items: [...manifest.items].reverse() })).toBe(digest);
  expect(JSON.stringify(manifest)).not.toContain(root);
});

test('without split folders all is training data; a flat folder is unlabelled; a PNG beside a JPEG is its mask', async () => {
  const root = await temporaryFolder();
  await writeFiles(root, {
    'classes/crack/1.jpg': await picture(1, { type: 'jpeg' }),
    'classes/crack/1.png': await mask(32, 32, [{ x: 3, y: 3, w: 5, h: 5 }]),
    'classes/test/2.png': await picture(2),
    'flat/1.png': await picture(1),
    'flat/2.png': await picture(2),
  });
  const classes = await importFolder({ path: join(root, 'classes'), name: 'x' });
  expect(classes.manifest.classes).toEqual(['crack', 'test']);
  expect(classes.report.splits.train).toBe(2);
  expect(classes.manifest.items[0]?.masks).toEqual([{ digest: expect.any(String), class: 0 }]);
  const flat = await importFolder({ path: join(root, 'flat'), name: 'x' });
  expect(flat.manifest.classes).toEqual([]);
  expect(flat.report.splits.unlabelled).toBe(2);
  expect(flat.manifest.items.every((item) => item.label === undefined)).toBe(true);
});

test('what is broken becomes a problem, and the rest is imported', async () => {
  const root = await temporaryFolder();
  const whole = await picture(5, { type: 'jpeg', width: 64, height: 64 });
  await writeFiles(root, {
    'a/good.png': await picture(1),
    'a/cut.jpg': whole.subarray(0, whole.length / 2),
    'a/text.png': 'hello',
    'a/none.png': '',
    'a/vector.png': '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>',
    'empty/readme.txt': 'no picture',
    'broken/only.png': 'hello',
  });
  await symlink(root, join(root, 'a', 'loop'));
  await symlink(join(root, 'nowhere.png'), join(root, 'a', 'dangling.png'));
  const { manifest, report } = await importFolder({ path: root, name: 'x' });
  expect(manifest.items.map((item) => item.path)).toContain('a/good.png');
  expect(manifest.classes).not.toContain('broken');
  const kinds = Object.fromEntries(report.problems.map((problem) => [problem.path, problem.kind]));
  expect(kinds).toMatchObject({
    'a/cut.jpg': 'corrupt',
    'a/text.png': 'not-a-picture',
    'a/none.png': 'corrupt',
    'a/vector.png': 'not-a-picture',
    empty: 'empty-folder',
    'broken/only.png': 'not-a-picture',
    'a/dangling.png': 'unreadable',
  });
  expect(report.items).toBe(manifest.items.length);
  expect(report.problems.some((problem) => problem.path.includes('loop'))).toBe(true);
  expect(manifest.items.filter((item) => item.path.endsWith('good.png'))).toHaveLength(1);
});

test.skipIf(process.getuid?.() === 0)('a file without permission is a problem', async () => {
  const root = await temporaryFolder();
  await writeFiles(root, { 'a/1.png': await picture(1), 'a/2.png': await picture(2) });
  await chmod(join(root, 'a/2.png'), 0);
  const { report } = await importFolder({ path: root, name: 'x' });
  expect(report.problems).toEqual([{ path: 'a/2.png', kind: 'unreadable', detail: 'cannot be read: EACCES' }]);
});

test('nothing usable, no folder, a file, no format, a bad name: one clear error', async () => {
  const root = await temporaryFolder();
  await writeFiles(root, { 'bad/a/1.png': 'text', 'none/readme.txt': 'text', 'file.png': await picture(1) });
  const importing = (path: string, more = {}) => importFolder({ path: join(root, path), name: 'x', ...more });
  await expect(importing('bad')).rejects.toThrow(/no usable picture as folder-per-class: a\/1.png: not a picture/);
  await expect(importing('missing')).rejects.toThrow('no such folder');
  await expect(importing('file.png')).rejects.toThrow('a file, not a folder');
  await expect(importing('none')).rejects.toThrow(/looked for deeppcb: .*mvtec-ad: .*folder-per-class/);
  await expect(importing('bad', { format: 'mvtec-da' })).rejects.toThrow('did you mean "mvtec-ad"?');
  await expect(importing('bad', { name: 'a b' })).rejects.toThrow('--name');
  await expect(importing('bad')).rejects.toBeInstanceOf(InputError);
});

test('progress counts every file, and an abort ends the import', async () => {
  const root = await temporaryFolder();
  await writeFiles(root, { 'a/1.png': await picture(1), 'a/2.png': await picture(2) });
  const seen: number[] = [];
  await importFolder({ path: root, name: 'x', onProgress: ({ done, total }) => seen.push(done / total) });
  expect(seen).toEqual([0.5, 1]);
  await expect(importFolder({ path: root, name: 'x', signal: AbortSignal.abort() })).rejects.toThrow('abort');
});

test('mvtec-ad: good first, masks with either ending, a mask of another size, a missing one, one without a picture', async () => {
  const root = await temporaryFolder();
  const files = {
    'train/good/1.png': await picture(1),
    'test/good/2.png': await picture(2),
    'test/cut/3.jpg': await picture(3, { type: 'jpeg' }),
    'test/cut/4.png': await picture(4),
    'test/cut/5.png': await picture(5),
    'test/dirt/6.png': await picture(6),
    'ground_truth/cut/3_mask.png': await mask(32, 32, [{ x: 1, y: 1, w: 4, h: 4 }]),
    'ground_truth/cut/4.png': await mask(16, 32, [{ x: 1, y: 1, w: 4, h: 4 }]),
    'ground_truth/cut/9.png': await mask(32, 32, []),
    'ground_truth/dirt/6.png': await mask(32, 32, [{ x: 2, y: 1, w: 4, h: 4 }]),
  };
  await writeFiles(join(root, 'nut'), files);
  const { manifest, report } = await importFolder({ path: root, name: 'x' });
  expect(report.format).toBe('mvtec-ad');
  expect(manifest.classes).toEqual(['good', 'cut', 'dirt']);
  expect(report.splits).toEqual({ train: 1, validation: 0, test: 5, unlabelled: 0 });
  expect(report.annotations).toEqual({ labels: 6, boxes: 0, masks: 2, polygons: 0 });
  expect(report.problems.map(({ path, kind }) => [path, kind])).toEqual([
    ['nut/ground_truth/cut/4.png', 'mask-size-mismatch'],
    ['nut/ground_truth/cut/9.png', 'missing-partner'],
    ['nut/test/cut/5.png', 'mask-missing'],
  ]);
  expect(await detectFormat(join(root, 'nut'))).toBe('mvtec-ad');

  await writeFiles(join(root, 'bolt'), files);
  const both = await importFolder({ path: root, name: 'x' });
  expect(both.manifest.classes).toEqual(['good', 'bolt/cut', 'bolt/dirt', 'nut/cut', 'nut/dirt']);
});

test('deeppcb: pairs, boxes by blanks or commas, splits of the lists, shared templates, whatever is wrong', async () => {
  const root = await temporaryFolder();
  const template = await picture(100, { type: 'jpeg' });
  await writeFiles(join(root, 'PCBData'), {
    'trainval.txt':
      'group1/1/100.jpg group1/1_not/100.txt\r\ngroup1/1/101.jpg group1/1_not/101.txt\r\ngroup1/1/999.jpg x\r\n',
    'test.txt': 'group2/2/200.jpg group2/2_not/200.txt\n',
    'group1/1/100_test.jpg': await picture(1, { type: 'jpeg' }),
    'group1/1/100_temp.jpg': template,
    'group1/1_not/100.txt': '1 2 11 12 1\n3,4,13,24,6\n',
    'group1/1/101_test.jpg': await picture(2, { type: 'jpeg', channels: 3 }),
    'group1/1/101_temp.jpg': template,
    'group1/1_not/101.txt': '25 25 40 40 2\n1 1 0 0 2\n1 1 2 2 9\n1 1 x 2 3\n50 50 60 60 1\n',
    'group1/1/102_temp.jpg': await picture(3, { type: 'jpeg' }),
    'group2/2/200_test.jpg': await picture(4, { type: 'jpeg' }),
    'group2/2_not/200.txt': '',
    'group2/2/201_test.jpg': await picture(5, { type: 'jpeg' }),
    'group2/2/201_temp.jpg': await picture(6, { type: 'jpeg' }),
  });
  const { manifest, report } = await importFolder({ path: root, name: 'x' });
  expect(report.format).toBe('deeppcb');
  expect(manifest.classes).toEqual(['open', 'short', 'mousebite', 'spur', 'copper', 'pin-hole']);
  expect(manifest.items.map((item) => [item.path.slice(-12), item.split, item.group])).toEqual([
    ['100_test.jpg', 'train', '100'],
    ['101_test.jpg', 'train', '100'],
    ['200_test.jpg', 'test', '200'],
    ['201_test.jpg', 'unlabelled', '201'],
  ]);
  const [first, second, third, fourth] = manifest.items;
  expect(first?.boxes).toEqual([
    { x: 1, y: 2, w: 10, h: 10, class: 0 },
    { x: 3, y: 4, w: 10, h: 20, class: 5 },
  ]);
  expect(first?.partner).toEqual({ template: sha256(template) });
  expect(second?.boxes).toEqual([{ x: 25, y: 25, w: 7, h: 7, class: 1 }]);
  expect(third?.boxes).toEqual([]);
  expect(third?.partner).toBeUndefined();
  expect(fourth?.boxes).toBeUndefined();
  expect(report.problems.map(({ path, kind }) => [path.replace('PCBData/', ''), kind])).toEqual([
    ['group1/1/101_test.jpg', 'annotation-outside-image'],
    ['group1/1/101_test.jpg', 'annotation-outside-image'],
    ['group1/1/102_temp.jpg', 'missing-partner'],
    ['group1/1_not/101.txt', 'annotation-malformed'],
    ['group1/1_not/101.txt', 'annotation-malformed'],
    ['group1/1_not/101.txt', 'unknown-class'],
    ['group2/2/200_test.jpg', 'missing-partner'],
    ['group2/2/201_test.jpg', 'annotation-missing'],
    ['trainval.txt', 'missing-partner'],
  ]);
});
