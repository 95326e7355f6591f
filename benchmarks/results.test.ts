import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeRows, type Results, type Row, storeResults } from './results';

const row = (key: string, ratio: number, isQuick = false, isCalm = true): Row => ({
  key,
  work: key,
  peer: 'PyTorch',
  peerVersion: '2',
  ratio,
  low: 1,
  high: 3,
  ours: 2,
  theirs: 1,
  unit: 'images/s',
  oursPeakMb: 1,
  theirsPeakMb: 1,
  rounds: 8,
  date: '2026-01-01',
  commit: 'abc',
  loadAverage: 0,
  isQuick,
  isCalm,
});
const figures = (rows: Row[]) => rows.map(({ key, ratio, isQuick }) => [key, ratio, isQuick]);

test('new rows replace those of the same key, in order', () => {
  expect(figures(mergeRows([row('b', 1), row('c', 1)], [row('b', 2), row('a', 2)]))).toEqual([
    ['a', 2, false],
    ['b', 2, false],
    ['c', 1, false],
  ]);
});

test('a quick row stands beside a thorough one, which replaces it', () => {
  const beside = mergeRows([row('a', 1)], [row('a', 2, true)]);
  expect(figures(beside)).toEqual([
    ['a', 1, false],
    ['a', 2, true],
  ]);
  expect(figures(mergeRows(beside, [row('a', 3, true)]))).toEqual([
    ['a', 1, false],
    ['a', 3, true],
  ]);
  expect(figures(mergeRows(beside, [row('a', 4)]))).toEqual([['a', 4, false]]);
});

test('a row from a busy machine does not replace one from a calm machine', () => {
  const noisy = row('a', 9, false, false);
  expect(figures(mergeRows([row('a', 1)], [noisy]))).toEqual([['a', 1, false]]);
  expect(figures(mergeRows([noisy], [row('a', 1)]))).toEqual([['a', 1, false]]);
  expect(figures(mergeRows([noisy], [row('a', 8, false, false)]))).toEqual([['a', 8, false]]);
});

test('partial runs add up in the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const machine = { cpu: 'c', cores: 2, memoryGb: 4, simd: [], system: 's' };
  const results = (rows: Row[], versions: Record<string, string>): Results => ({
    name: 'training',
    commit: 'abc',
    machine,
    versions,
    rows,
  });
  storeResults(results([row('a', 1.23456789)], { node: '20' }), folder);
  storeResults(results([row('b', 2)], { torch: '2' }), folder);
  const stored = JSON.parse(readFileSync(join(folder, 'training.json'), 'utf8')) as Results<Row>;
  expect(figures(stored.rows)).toEqual([
    ['a', 1.2346, false],
    ['b', 2, false],
  ]);
  expect(stored.versions).toEqual({ node: '20', torch: '2' });
  rmSync(folder, { recursive: true });
});
