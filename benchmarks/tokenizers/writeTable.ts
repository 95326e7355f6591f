/** `node --import tsx benchmarks/tokenizers/writeTable.ts`: puts the stored results into docs/methods/beit.md. */
import { readPage, writePage } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTokenizers } from './table';
import type { TokenizerRow } from './tokenizers';

const text = renderTokenizers(readResults('tokenizers') as Results<TokenizerRow> | undefined); // the benchmark's own file
writePage(readPage('methods/beit.md', { script: 'benchmarks/tokenizers/writeTable.ts', text }));
