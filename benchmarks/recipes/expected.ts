import type { Results } from '../results';
import { isCurrent, type RecipeRow } from './recipes';
import type { ScoreRow } from './scores';

/** From the repository's root. */
export const EXPECTED_FILE = 'recipes/src/expected.ts';

type Stored = { times?: Results<RecipeRow> | undefined; scores?: Results<ScoreRow> | undefined };

/** The stored times and scores as the recipes' source, without those of recipes that have changed since. */
export function renderExpected({ times, scores }: Stored): string {
  const timed = (times?.rows ?? []).filter((row) => !row.isQuick && isCurrent(row));
  const scored = (scores?.rows ?? []).filter((row) => !row.isQuick && isScoreCurrent(row, timed));
  return [
    '/** Measured by `npm run -s bench -- recipes scores`, written by benchmarks/recipes/writeExpected.ts. */',
    ...render('EXPECTED_TIMES', timed, expectedTime),
    '',
    ...render('EXPECTED_SCORES', scored, expectedScore),
    '',
  ].join('\n');
}

function render<Row extends { key: string }>(name: string, rows: readonly Row[], say: (row: Row) => string): string[] {
  const head = `export const ${name}: Readonly<Record<string, string>> = {`;
  if (rows.length === 0) return [`${head}};`];
  const nameOf = ({ key }: Row) => (/^[a-z]+$/.test(key) ? key : `'${key}'`);
  return [head, ...rows.map((row) => `  ${nameOf(row)}: '${say(row)}',`), '};'];
}

function isScoreCurrent({ key, chain }: ScoreRow, timed: readonly RecipeRow[]): boolean {
  const row = timed.find((one) => one.key === key);
  return row !== undefined && isCurrent({ ...row, config: (chain as unknown[])[0] }); // as the benchmark stores it
}

/** As a recipe states it. */
export function expectedTime({ minutes, pictures, dataset, machine }: RecipeRow): string {
  const time = minutes < 10 ? minutes.toFixed(1) : minutes.toFixed(0);
  return `about ${time} min for the steps on ${pictures} pictures (${dataset}, ${machine.cores} cores)`;
}

/** As a recipe states it. */
export function expectedScore({ dataset, knn, linear, majorityShare, seed }: ScoreRow): string {
  const figures = `kNN ${knn.accuracy.toFixed(2)}, linear probe ${linear.accuracy.toFixed(2)}`;
  return `${figures} on test pictures (${dataset}, seed ${seed}; majority ${majorityShare.toFixed(2)})`;
}
