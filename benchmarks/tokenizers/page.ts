import { type Page, readPage } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTokenizers } from './table';
import type { TokenizerRow } from './tokenizers';

/** The page that shows the results, as it is and as the stored rows want it. */
export function readOwnPage(): Page {
  const text = renderTokenizers(readResults('tokenizers') as Results<TokenizerRow> | undefined); // the benchmark's own file
  return readPage('methods/beit.md', { script: 'benchmarks/tokenizers/writeTable.ts', text });
}
