import { expect, test } from 'vitest';
import type { Results } from '../results';
import type { CountsRow } from './counts';
import { renderMethod } from './methodPage';
import { readPages } from './pages';
import type { MethodRow } from './rows';
import { NOTHING_YET } from './table';
import { MACHINE, testRow } from './testRow';

const counts = [{ key: 'boards', datasetDigest: 'd', testPictures: 220 }] as CountsRow[];
const render = (method: string, rows: MethodRow[]) =>
  renderMethod(method, { rows } as unknown as Results<MethodRow>, counts);
const cellsOf = (text: string, start: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| ${start}`))
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('a line a set and network, beside the same network at random, with its costs', () => {
  const rows = [
    ...[0.5, 0.52, 0.54].map((value, seed) => testRow('random', seed, value)),
    testRow('simclr', 0, 0.6),
    testRow('simclr', 1, 0.7, { trainSeconds: 888, othersShare: 0.9 }),
    testRow('byol', 0, 0.9),
  ];
  const text = render('simclr', rows);
  // Student's t for two degrees of freedom is 4.303; 4.303 * 2 / sqrt(3) = 5.0. 88 s of 400 steps.
  const random = '52.0 ± 5.0';
  expect(cellsOf(text, 'boards')).toEqual([
    ...['boards', 'resnet', '65.0', random, '65.0', random],
    ...['40', '0.22', '88', '700', '2'],
  ]);
  expect(text).toContain('boards: 220 test pictures, majority 50.0 %.');
  expect(text).toContain('Made by `npm run -s bench -- methods --rows boards/resnet/simclr,boards/random`.');
  expect(text).not.toContain('†');
  // The plans know more cells than the rows.
  expect(text).toContain('Not measured yet: boards on vit, tiles on resnet, tiles on vit.');
});

test('seconds that are no measure of the method are marked', () => {
  const wide = { ...MACHINE, simd: ['avx512f'] };
  const rows = [testRow('random', 0, 0.5), testRow('byol', 0, 0.5), testRow('simclr', 0, 0.6, { machine: wide })];
  const text = render('simclr', rows);
  expect(cellsOf(text, 'boards')?.slice(7, 9)).toEqual(['0.22 †', '88 †']);
  expect(text).toContain('† No row of a calm machine');
});

test('what a network cannot do has its reason and is not waited for on other pictures', () => {
  const absent = testRow('mae', 0, 0, { outcome: 'notApplicable', reason: 'needs a vit' });
  const text = render('mae', [absent]);
  expect(text).toContain('- boards on resnet: n/a: needs a vit');
  expect(text).toContain('Not measured yet: boards on vit, tiles on vit.');
  expect(text).not.toContain('| pictures');
  expect(render('simclr', [testRow('simclr', 0, 0.9, { isQuick: true })])).toBe(`${NOTHING_YET}\n`);
});

test('the page of all methods and each of their own show the stored rows', () => {
  const pages = readPages();
  expect(pages.length).toBeGreaterThan(20);
  for (const { path, stored, wanted } of pages) expect(wanted, `${path}: run writeTable.ts anew`).toBe(stored);
});
