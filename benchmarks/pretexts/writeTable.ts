/** `node --import tsx benchmarks/pretexts/writeTable.ts`: puts the stored results into docs/methods/pairs.md and masks.md. */
import { readPage, writePage } from '../pageResults';
import { type Results, readResults } from '../results';
import type { PretextRow } from './pretexts';
import { PAGES, renderPretexts } from './table';

const results = readResults('pretexts') as Results<PretextRow> | undefined; // the benchmark's own file
for (const of of PAGES) {
  const text = renderPretexts(results, of);
  writePage(readPage(`methods/${of.page}`, { script: 'benchmarks/pretexts/writeTable.ts', text }));
}
