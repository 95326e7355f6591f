/** `node --import tsx benchmarks/pretexts/writeTable.ts`: puts the stored results into docs/methods/pairs.md and masks.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { replaceResults } from '../pageResults';
import { type Results, readResults } from '../results';
import type { PretextRow } from './pretexts';
import { PAGES, renderPretexts } from './table';

const results = readResults('pretexts') as Results<PretextRow> | undefined; // the benchmark's own file
for (const of of PAGES) {
  const path = join(ROOT, 'docs', 'methods', of.page);
  const text = renderPretexts(results, of);
  writeFileSync(
    path,
    replaceResults(readFileSync(path, 'utf8'), { script: 'benchmarks/pretexts/writeTable.ts', text }),
  );
}
