/** `npm run bench -- NAME [--quick] [--json] [--rows a,b] [--rounds N]`: measures, prints and stores. */
import { parseArguments, UsageError } from './arguments';
import { BENCHMARKS } from './list';
import { describeCommit, describeMachine } from './machine';
import { findPeersPython } from './peersEnvironment';
import { printTable } from './report';
import { type Results, type Row, roundFigures, storeResults } from './results';

const say = (line: string) => process.stderr.write(`${line}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main(given: string[]): Promise<void> {
  const { name, isQuick, isJson, rows: patterns, rounds } = parseArguments(given, Object.keys(BENCHMARKS));
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
  const python = await findPeersPython(say);
  const onRow = (row: Row, versions: Record<string, string>) => {
    results.rows.push(row);
    Object.assign(results.versions, versions);
    storeResults(results);
    say(`  = ${row.key}: ratio ${row.ratio.toFixed(3)} [${row.low.toFixed(3)}, ${row.high.toFixed(3)}]`);
  };
  try {
    await benchmark.run({ python, patterns, isQuick, say, onRow, ...(rounds ? { rounds } : {}) });
  } finally {
    process.stdout.write(isJson ? `${JSON.stringify(results, roundFigures, 2)}\n` : printTable(results));
  }
}
