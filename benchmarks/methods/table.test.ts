import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../tools/lib/root.mjs';
import { replaceResults } from '../pageResults';
import { type Results, readResults } from '../results';
import type { MethodRow } from './rows';
import { NOTHING_YET, renderResults } from './table';

const MACHINE = { cpu: 'c', cores: 2, memoryGb: 4, simd: [], system: 's' };
function row(method: string, seed: number, accuracy: number, fields: object = {}): MethodRow {
  const figures = { accuracy, balancedAccuracy: accuracy, protocol: null };
  const isPretrained = method !== 'random';
  const facts = { dataset: 'boards', backbone: 'resnet', method, seed, outcome: 'measured', majorityShare: 0.5 };
  const cost = { epochs: isPretrained ? 40 : null, trainSeconds: isPretrained ? 88 : null, peakMb: 700 };
  const origin = { commit: 'abc', machine: MACHINE, othersShare: 0.2, isQuick: false };
  const key = `boards/resnet/${method}/seed${seed}`;
  return { key, ...facts, ...cost, ...origin, knn: figures, linear: figures, ...fields } as unknown as MethodRow;
}
const render = (rows: MethodRow[]) => renderResults({ rows } as unknown as Results<MethodRow>);

test('means with intervals over the seeds, against the same network at random, the best first', () => {
  const rows = [
    ...[0.5, 0.52, 0.54].map((value, seed) => row('random', seed, value)),
    ...[0.4, 0.4, 0.4].map((value, seed) => row('weak', seed, value)),
    ...[0.7, 0.72].map((value, seed) => row('strong', seed, value)),
    ...[0.7, 0.68, 0.69].map((value, seed) => row('sure', seed, value)),
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
  expect(lines).toContain(
    "Above it, but not shown to be (Welch's 95 % interval holds 0, or too few seeds): strong on resnet (+19.0).",
  );
  expect(lines).toContain('### boards (majority 50.0 %)');
  expect(lines.at(-2)).toBe('Commits abc; c, 2 cores; others used up to 20 % of the machine during a row.');
});

test('seconds are of calm rows on the machine that most rows ran on, and marked where there are none', () => {
  const wide = { ...MACHINE, simd: ['avx512f'] };
  const rows = [
    row('simclr', 0, 0.5, { trainSeconds: 90 }),
    row('simclr', 1, 0.5, { trainSeconds: 400, othersShare: 0.8 }),
    row('simclr', 2, 0.5, { trainSeconds: 30, machine: wide }),
    row('byol', 0, 0.5, { trainSeconds: 40, machine: wide }),
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
    row('random', 0, 0.5),
    row('mae', 0, 0, { outcome: 'notApplicable', reason: 'needs a vit' }),
    row('byol', 2, 0, { outcome: 'failed', reason: 'ended (SIGKILL)' }),
    row('simclr', 0, 0.9, { isQuick: true }),
  ];
  const text = render(rows);
  expect(text).toContain('- mae on resnet, boards: n/a: needs a vit');
  expect(text).toContain('- byol on resnet, boards: failed, seed 2: ended (SIGKILL)');
  expect(text).not.toContain('simclr');
  expect(render([row('simclr', 0, 0.9, { isQuick: true })])).toBe(`${NOTHING_YET}\n`);
});

test('the page shows the stored results', () => {
  const page = readFileSync(join(ROOT, 'docs', 'methods', 'README.md'), 'utf8');
  const text = renderResults(readResults('methods') as Results<MethodRow> | undefined); // the benchmark's own file
  const script = 'benchmarks/methods/writeTable.ts';
  expect(replaceResults(page, { script, text })).toBe(page);
  expect(() => replaceResults('no markers', { script, text })).toThrow('the page must hold');
});
