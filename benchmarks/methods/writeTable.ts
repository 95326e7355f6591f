/** `node --import tsx benchmarks/methods/writeTable.ts`: puts the stored results into docs/methods/README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { type Results, readResults } from '../results';
import { replaceBetween } from './markers';
import type { MethodRow } from './rows';
import { renderResults } from './table';

const PAGE = join(ROOT, 'docs', 'methods', 'README.md');
const results = readResults('methods') as Results<MethodRow> | undefined; // the benchmark's own file
writeFileSync(PAGE, replaceBetween(readFileSync(PAGE, 'utf8'), renderResults(results)));
