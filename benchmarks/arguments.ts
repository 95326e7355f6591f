import type { Selection } from './benchmark';

/** What `npm run bench` was asked for. */
export type BenchmarkArguments = {
  name: string;
  isQuick: boolean;
  isJson: boolean;
  /** Patterns of `--rows`; none means the benchmark's own choice. */
  rows: string[];
  /** Interleaved rounds of a row; the benchmark's own number when not given. */
  rounds?: number;
  /** After them no further row is begun. */
  minutes?: number;
  /** Whether rows are measured again that are stored already, by a benchmark that leaves those out. */
  isAgain?: boolean;
};

/** Asked for wrongly: exit 2. */
export class UsageError extends Error {}

/** Fewer rounds give no interval of the median. */
export const ROUNDS_MIN = 8;

/**
 * Reads `NAME [--quick] [--json] [--rows a,b] [--rounds N] [--minutes N] [--again]`.
 *
 * @param names of the benchmarks that there are
 * @throws UsageError that says what is wrong and what there is
 */
export function parseArguments(given: readonly string[], names: readonly string[]): BenchmarkArguments {
  const there = `there are: ${names.join(', ')}`;
  const parsed: BenchmarkArguments = { name: '', isQuick: false, isJson: false, rows: [] };
  for (let i = 0; i < given.length; i++) {
    const [option = '', inline] = splitOnce(given[i] ?? '');
    const value = () => {
      const text = inline ?? given[++i];
      if (text === undefined || text === '') throw new UsageError(`${option} needs a value`);
      return text;
    };
    if (option === '--quick') parsed.isQuick = true;
    else if (option === '--json') parsed.isJson = true;
    else if (option === '--rows') parsed.rows.push(...value().split(',').filter(Boolean));
    else if (option === '--rounds') parsed.rounds = readRounds(value());
    else if (option === '--minutes') parsed.minutes = readMinutes(value());
    else if (option === '--again') parsed.isAgain = true;
    else if (option.startsWith('-')) throw new UsageError(`unknown option ${option}`);
    else if (parsed.name !== '') throw new UsageError(`one benchmark at a time: ${parsed.name} or ${option}`);
    else parsed.name = option;
  }
  if (parsed.name === '') throw new UsageError(`which benchmark? ${there}`);
  if (!names.includes(parsed.name)) throw new UsageError(`there is no benchmark ${parsed.name}; ${there}`);
  return parsed;
}

function splitOnce(text: string): [string, string?] {
  const at = text.startsWith('--') ? text.indexOf('=') : -1;
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function readRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= ROUNDS_MIN) return rounds;
  throw new UsageError(`--rounds ${text}: a whole number from ${ROUNDS_MIN} on`);
}

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (Number.isFinite(minutes) && minutes > 0) return minutes;
  throw new UsageError(`--minutes ${text}: a number above 0`);
}

/**
 * Whether a row is asked for. A row's key is made of parts, `resnet18-simclr/batch64/threads2/float32`; a pattern names
 * some of them, in any order: `resnet18-simclr/threads2`.
 */
export function isRowWanted(key: string, patterns: readonly string[]): boolean {
  const parts = new Set(key.split('/'));
  return patterns.some((pattern) => pattern.split('/').every((part) => parts.has(part)));
}

/** The rows of a benchmark, and which of them it measures when no pattern asks for any: patterns, none means all. */
type Rows<R> = {
  all: readonly R[];
  keyOf(row: R): string;
  /** In a quick run; as in any other when not given. */
  quick?: readonly string[];
  usual?: readonly string[];
};

/**
 * The rows that somebody asks for, in their order; the benchmark's own choice when nobody asks for any.
 *
 * @throws UsageError that lists all rows when a pattern fits none
 */
export function selectRows<R>({ all, keyOf, quick, usual }: Rows<R>, { patterns, isQuick }: Selection): readonly R[] {
  const wanted = patterns.length > 0 ? patterns : ((isQuick ? quick : undefined) ?? usual);
  return wanted ? pickRows(all, keyOf, wanted) : all;
}

/**
 * Those of all rows that some pattern asks for.
 *
 * @throws UsageError that lists all rows when a pattern fits none
 */
function pickRows<R>(rows: readonly R[], keyOf: (row: R) => string, patterns: readonly string[]): R[] {
  const lost = patterns.find((pattern) => !rows.some((row) => isRowWanted(keyOf(row), [pattern])));
  if (lost === undefined) return rows.filter((row) => isRowWanted(keyOf(row), patterns));
  throw new UsageError(`--rows: nothing is called ${lost}; there are:\n${rows.map(keyOf).join('\n')}`);
}
