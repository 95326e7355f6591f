import type { Results } from '../results';
import { expectedTime, type RecipeRow } from './recipes';

/** From the repository's root. */
export const TIMES_FILE = 'recipes/src/expectedTimes.ts';

/** The stored times as the recipes' source. */
export function renderTimes(results: Results<RecipeRow> | undefined): string {
  const rows = (results?.rows ?? []).filter(({ isQuick }) => !isQuick);
  const nameOf = ({ key }: RecipeRow) => (/^[a-z]+$/.test(key) ? key : `'${key}'`);
  return [
    '/** Measured by `npm run -s bench -- recipes`, written by benchmarks/recipes/writeTimes.ts. */',
    'export const EXPECTED_TIMES: Readonly<Record<string, string>> = {',
    ...rows.map((row) => `  ${nameOf(row)}: '${expectedTime(row)}',`),
    '};',
    '',
  ].join('\n');
}
