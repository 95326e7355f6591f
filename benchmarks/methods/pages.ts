import { type Page, readPage } from '../pageResults';
import { type Results, readResults } from '../results';
import { readCounts } from './counts';
import { renderMethod } from './methodPage';
import type { MethodRow } from './rows';
import { METHOD_NAMES } from './settings';
import { renderResults } from './table';

/** The page of all methods and each one's own, as they are and as the stored rows want them. */
export function readPages(): Page[] {
  const results = readResults('methods') as Results<MethodRow> | undefined; // the benchmark's own file
  const counts = readCounts();
  const texts = [
    { name: 'README', text: renderResults(results, counts) },
    ...METHOD_NAMES.map((name) => ({ name, text: renderMethod(name, results, counts) })),
  ];
  return texts.map(({ name, text }) =>
    readPage(`methods/${name}.md`, { script: 'benchmarks/methods/writeTable.ts', text }),
  );
}
