/**
 * `node --import tsx benchmarks/methods/writeTable.ts`: puts the stored results into docs/methods/README.md and into each
 * method's own page.
 */
import { writePage } from '../pageResults';
import { readPages } from './pages';

for (const page of readPages()) writePage(page);
