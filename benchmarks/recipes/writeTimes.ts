/** `node --import tsx benchmarks/recipes/writeTimes.ts`: puts the stored times into recipes/src/expectedTimes.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { type Results, readResults } from '../results';
import type { RecipeRow } from './recipes';
import { renderTimes, TIMES_FILE } from './times';

const results = readResults('recipes') as Results<RecipeRow> | undefined; // the benchmark's own file
writeFileSync(join(ROOT, TIMES_FILE), renderTimes(results));
