import { expect, test } from 'vitest';
import type { Results } from '../results';
import type { CountsRow } from './counts';
import type { MethodRow } from './rows';
import { NOTHING_YET, renderResults } from './table';
import { MACHINE, testRow } from './testRow';

const render = (rows: MethodRow[], counts: CountsRow[] = []) =>
  renderResults({ rows } as unknown as Results<MethodRow>, counts);

test('means with intervals over the seeds, against the same network at random, the best first', () => {
  const rows = [
    ...[0.5, 0.52, 0.54].map((value, seed) => testRow('random', seed, value)),
    ...[0.4, 0.4, 0.4].map((value, seed) => testRow('weak', seed, value)),
    ...[0.7, 0.72].map((value, seed) => testRow('strong', seed, value)),
    ...[0.7, 0.68, 0.69].map((value, seed) => testRow('sure', seed, value)),
  ];
  const lines = render(rows).split('\n');
  const cellsOf = (method: string) =>
    lines
      .find((line) => line.startsWith(`| ${method}`))
      ?.split('|')
      .map((cell) => cell.trim());
  // Student's t for two degrees of freedom is 4.303; 4.303 * 2 / sqrt(3) = 5.0.
  expect(cellsOf('random')).toEqual([
    '',
    'random',
    'resnet',
    '52.0 ± 5.0',
    '–',
    '52.0 ± 5.0',
    '–',
    '–',
    '700',
    '3',
    '',
  ]);
  expect(cellsOf('strong')).toEqual(['', 'strong', 'resnet', '71.0', '+19.0', '71.0', '40', '88', '700', '2', '']);
  expect(lines.findIndex((line) => line.includes('strong'))).toBeLessThan(
    lines.findIndex((line) => line.includes('weak')),
  );
  expect(lines).toContain('No better than the same network at random: weak on resnet (−12.0).');
  // Two seeds show nothing.
  expect(lines).toContain('Above it, but not shown to be: strong on resnet (+19.0).');
  expect(lines).toContain(
    "Above the same network at random by Welch's test at 5 %, in bold also with Holm's correction over 3: **sure on resnet (+17.0)**.",
  );
  expect(lines).toContain('### boards (majority 50.0 %)');
  expect(lines.at(-2)).toBe('Commits abc; c, 2 cores; others used up to 20 % of the machine during a row.');
});

test('what one comparison shows is in bold only where it is shown among all', () => {
  const over = (method: string, gain: number) =>
    [0.5, 0.52, 0.54].map((value, seed) => testRow(method, seed, value + gain));
  const shown = (rows: MethodRow[]) => /^Above the same .*over \d: (.*)\.$/m.exec(render(rows))?.[1];
  // t = 0.06 / (0.02 * sqrt(2 / 3)) = 3.67 with 4 degrees of freedom: p = 0.021, and 0.064 as the least of three.
  const alone = [...over('random', 0), ...over('near', 0.06)];
  expect(shown(alone)).toBe('**near on resnet (+6.0)**');
  expect(shown([...alone, ...over('same', 0), ...over('alike', 0)])).toBe('near on resnet (+6.0)');
});

test('a method that is above its start on no set and no network is listed as failing', () => {
  const failing = (rows: MethodRow[]) => /on no set and no network: (.*)\.$/m.exec(render(rows))?.[1];
  const random = [testRow('random', 0, 0.5), testRow('random', 0, 0.3, { backbone: 'vit' })];
  const weak = [testRow('weak', 0, 0.5), testRow('weak', 0, 0.2, { backbone: 'vit' })];
  const half = [testRow('half', 0, 0.4), testRow('half', 0, 0.35, { backbone: 'vit' })];
  expect(failing([...random, ...weak, ...half])).toBe('weak');
  expect(failing([...random, ...half])).toBe('none');
  // Nothing to hold it against.
  expect(failing(weak)).toBeUndefined();
});

test('seconds are of calm rows on the machine that most rows ran on, and marked where there are none', () => {
  const wide = { ...MACHINE, simd: ['avx512f'] };
  const rows = [
    testRow('simclr', 0, 0.5, { trainSeconds: 90 }),
    testRow('simclr', 1, 0.5, { trainSeconds: 400, othersShare: 0.8 }),
    testRow('simclr', 2, 0.5, { trainSeconds: 30, machine: wide }),
    testRow('byol', 0, 0.5, { trainSeconds: 40, machine: wide }),
  ];
  const lines = render(rows).split('\n');
  const secondsOf = (method: string) =>
    lines
      .find((line) => line.startsWith(`| ${method}`))
      ?.split('|')[7]
      ?.trim();
  expect(secondsOf('simclr')).toBe('90');
  expect(secondsOf('byol')).toBe('40 †');
  expect(lines.at(-2)).toContain('2 of 4 rows on c, 2 cores with avx512f. Seconds are of rows on the first machine');
});

test('says what was not measured and why, and leaves quick rows out', () => {
  const rows = [
    testRow('random', 0, 0.5),
    testRow('mae', 0, 0, { outcome: 'notApplicable', reason: 'needs a vit' }),
    testRow('byol', 2, 0, { outcome: 'failed', reason: 'ended (SIGKILL)' }),
    testRow('simclr', 0, 0.9, { isQuick: true }),
  ];
  const text = render(rows);
  expect(text).toContain('- mae on resnet, boards: n/a: needs a vit');
  expect(text).toContain('- byol on resnet, boards: failed, seed 2: ended (SIGKILL)');
  expect(text).not.toContain('simclr');
  expect(render([testRow('simclr', 0, 0.9, { isQuick: true })])).toBe(`${NOTHING_YET}\n`);
});

test('the title of a set says how many test pictures there are, where they are those of the rows', () => {
  const counts = (datasetDigest: string) => [{ key: 'boards', datasetDigest, testPictures: 8 }] as CountsRow[];
  expect(render([testRow('random', 0, 0.5)], counts('d'))).toContain('### boards (8 test pictures, majority 50.0 %)\n');
  expect(render([testRow('random', 0, 0.5)], counts('other'))).toContain('### boards (majority 50.0 %)\n');
});
