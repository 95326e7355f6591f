/** `node --import tsx benchmarks/methods/writeTable.ts`: puts the stored results into docs/methods/README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { replaceResults } from '../pageResults';
import { type Results, readResults } from '../results';
import type { MethodRow } from './rows';
import { renderResults } from './table';

const PAGE = join(ROOT, 'docs', 'methods', 'README.md');
const text = renderResults(readResults('methods') as Results<MethodRow> | undefined); // the benchmark's own file
const page = replaceResults(readFileSync(PAGE, 'utf8'), { script: 'benchmarks/methods/writeTable.ts', text });
writeFileSync(PAGE, page);
