import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/lib/root.mjs';
import type { Machine } from './machine';

export const RESULTS_FOLDER = join(ROOT, 'benchmarks', 'results');

/** What is stored of one measurement; a benchmark adds what it measured. */
export type StoredRow = {
  /** Names the row among its benchmark's: `work/batch64/threads2/float32`. */
  key: string;
  /** When and on what it was measured. */
  date: string;
  commit: string;
  loadAverage: number;
  isQuick: boolean;
  /** Whether others left the machine alone meanwhile; not given where nobody looked. */
  isCalm?: boolean;
  [more: string]: unknown;
};

/** One comparison. */
export type Row = StoredRow & {
  work: string;
  peer: string;
  peerVersion: string;
  /** Ours over theirs, larger is better for us: the median over the rounds, and its interval. */
  ratio: number;
  low: number;
  high: number;
  /** Medians in `unit`. */
  ours: number;
  theirs: number;
  unit: string;
  oursPeakMb: number;
  theirsPeakMb: number;
  rounds: number;
};

/** A benchmark's figures, as printed and stored. */
export type Results<R extends StoredRow = StoredRow> = {
  name: string;
  /** Of the latest run; each row has its own. */
  commit: string;
  machine: Machine;
  versions: Record<string, string>;
  rows: R[];
};

/**
 * New rows in place of stored ones of the same key, the others as they were. A better measurement is never lost to a
 * worse one: a quick row stands beside a thorough one until another thorough one comes, and a row from a busy machine is
 * not kept where there is one from a calm machine.
 */
export function mergeRows<R extends StoredRow>(stored: readonly R[], found: readonly R[]): R[] {
  const isKept = (row: R) => row.isCalm !== false || !stored.some((old) => isSame(old, row) && old.isCalm !== false);
  const fresh = found.filter(isKept);
  const isReplaced = (old: R) =>
    fresh.some((row) => isSame(row, old) || (row.key === old.key && old.isQuick && !row.isQuick));
  const kept = stored.filter((row) => !isReplaced(row));
  return [...kept, ...fresh].sort((a, b) => (a.key < b.key || (a.key === b.key && !a.isQuick) ? -1 : 1));
}

function isSame(a: StoredRow, b: StoredRow): boolean {
  return a.key === b.key && a.isQuick === b.isQuick;
}

/** What earlier runs of a benchmark stored. */
export function readResults(name: string, folder = RESULTS_FOLDER): Results | undefined {
  const path = join(folder, `${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Results) : undefined; // our own file
}

/** Stores the results with those of earlier, partial runs. */
export function storeResults(results: Results, folder = RESULTS_FOLDER): void {
  const path = join(folder, `${results.name}.json`);
  const before = readResults(results.name, folder);
  const merged: Results = {
    ...results,
    versions: { ...before?.versions, ...results.versions },
    rows: mergeRows(before?.rows ?? [], results.rows),
  };
  mkdirSync(folder, { recursive: true });
  // A run that is killed while it writes must not cost the hours before it.
  writeFileSync(`${path}.part`, `${JSON.stringify(merged, roundFigures, 2)}\n`);
  renameSync(`${path}.part`, path);
}

/** For `JSON.stringify`: five significant digits are more than any timing has. */
export function roundFigures(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

/** What a part of a row is when it is read again. */
export function asStored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, roundFigures));
}
