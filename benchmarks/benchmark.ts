import { readResults, type StoredRow } from './results';

/** Which rows are asked for. */
export type Selection = {
  /** See `isRowWanted`; none means the benchmark's own choice. */
  patterns: readonly string[];
  isQuick: boolean;
};

/** What a benchmark is run with. */
export type BenchmarkContext = Selection & {
  /** Python with the peers' packages. */
  python: string;
  rounds?: number;
  /** After them no further row is begun. */
  minutes?: number;
  /** Measures also what is stored already, where a benchmark leaves that out. */
  isAgain?: boolean;
  /** Progress, one line. */
  say(line: string): void;
  /** Takes a finished row; stored at once, so that a run that is stopped keeps what it has. */
  onRow(row: StoredRow, versions: Record<string, string>): void;
};

/** A folder of benchmarks/: measures its rows one after the other. */
export interface Benchmark {
  /** False where nothing of others is run beside ours, so that no peers' Python is needed. */
  readonly hasPeers?: boolean;
  /** The file in peers/ that lists the peers' packages; without it the one that has PyTorch. */
  readonly requirements?: string;
  /** Keys of the rows that are asked for. @throws UsageError when a pattern fits no row */
  select(selection: Selection): readonly string[];
  /** @throws Error when a row cannot be measured */
  run(context: BenchmarkContext): Promise<void>;
  /** Its rows for a reader at a terminal, where they are no comparisons. */
  print?(rows: readonly StoredRow[]): string;
}

/**
 * Measures rows one after the other. One that fails does not cost the others theirs.
 *
 * @throws Error at the end, naming the rows that failed
 */
export async function measureEach<R>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  { say, measure }: Pick<BenchmarkContext, 'say'> & { measure(row: R): Promise<void> },
): Promise<void> {
  const failed: string[] = [];
  for (const [i, row] of rows.entries()) {
    say(`[${i + 1}/${rows.length}] ${keyOf(row)}`);
    try {
      await measure(row);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      say(`  failed: ${why}`);
      failed.push(`${keyOf(row)}: ${why.split('\n')[0]}`);
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} of ${rows.length} rows failed\n${failed.join('\n')}`);
}

/**
 * The same for rows that are known by their keys: leaves out those that are stored and still current, and begins none after
 * the time.
 *
 * @throws Error at the end, naming the rows that failed
 */
export async function measureLeft(
  name: string,
  keys: readonly string[],
  given: { context: BenchmarkContext; isCurrent?(row: StoredRow): boolean; measure(key: string): Promise<void> },
): Promise<void> {
  const { context, isCurrent = () => true, measure } = given;
  const { say, isQuick, isAgain = false, minutes = Number.POSITIVE_INFINITY } = context;
  const stored = readResults(name)?.rows ?? [];
  const isThere = (key: string) => stored.some((row) => row.key === key && row.isQuick === isQuick && isCurrent(row));
  const until = performance.now() + minutes * 60_000;
  const left = keys.filter((key) => isAgain || !isThere(key));
  await measureEach(left, (key) => key, {
    say,
    measure: async (key) => (performance.now() > until ? say('  left for another run') : measure(key)),
  });
}
