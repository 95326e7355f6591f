/** `npm run bench -- NAME [--quick] [--json] [--rows a,b] [--rounds N] [--minutes N] [--again]`: measures, prints, stores. */
import { parseArguments, UsageError } from './arguments';
import { BENCHMARKS } from './list';
import { describeCommit, describeMachine } from './machine';
import { findPeersPython } from './peersEnvironment';
import { isComparison, printResults } from './report';
import { type Results, roundFigures, type StoredRow, storeResults } from './results';

const say = (line: string) => process.stderr.write(`${line}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main(given: string[]): Promise<void> {
  const { name, isJson, rows: patterns, ...options } = parseArguments(given, Object.keys(BENCHMARKS));
  const { isQuick } = options;
  const benchmark = BENCHMARKS[name];
  if (!benchmark) throw new UsageError(`there is no benchmark ${name}`);
  benchmark.select({ patterns, isQuick });
  const results: Results = {
    name,
    commit: describeCommit(),
    machine: describeMachine(),
    versions: { node: process.versions.node },
    rows: [],
  };
  const { hasPeers = true, requirements = 'requirements.txt' } = benchmark;
  const python = hasPeers ? await findPeersPython(say, requirements) : '';
  const onRow = (row: StoredRow, versions: Record<string, string>) => {
    results.rows.push(row);
    Object.assign(results.versions, versions);
    storeResults(results);
    say(`  = ${row.key}${describe(row)}`);
  };
  try {
    await benchmark.run({ ...options, python, patterns, say, onRow });
  } finally {
    process.stdout.write(
      isJson ? `${JSON.stringify(results, roundFigures, 2)}\n` : printResults(results, benchmark.print),
    );
  }
}

function describe(row: StoredRow): string {
  if (!isComparison(row)) return '';
  const { ratio, low, high } = row;
  return `: ratio ${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
