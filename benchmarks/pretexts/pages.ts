import { type Page, readPage } from '../pageResults';
import { type Results, readResults } from '../results';
import type { PretextRow } from './pretexts';
import { PAGES, renderPretexts } from './table';

/** The pages that show the results, as they are and as the stored rows want them. */
export function readPages(): Page[] {
  const results = readResults('pretexts') as Results<PretextRow> | undefined; // the benchmark's own file
  return PAGES.map((of) => {
    const text = renderPretexts(results, of);
    return readPage(`methods/${of.page}`, { script: 'benchmarks/pretexts/writeTable.ts', text });
  });
}
