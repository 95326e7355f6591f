/** `node --import tsx benchmarks/tokenizers/writeTable.ts`: puts the stored results into docs/methods/beit.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { replaceResults } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTokenizers } from './table';
import type { TokenizerRow } from './tokenizers';

const PAGE = join(ROOT, 'docs', 'methods', 'beit.md');
const text = renderTokenizers(readResults('tokenizers') as Results<TokenizerRow> | undefined); // the benchmark's own file
const page = replaceResults(readFileSync(PAGE, 'utf8'), { script: 'benchmarks/tokenizers/writeTable.ts', text });
writeFileSync(PAGE, page);
