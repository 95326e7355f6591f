/** `node --import tsx benchmarks/pretexts/writeTable.ts`: puts the stored results into docs/methods/pairs.md and masks.md. */
import { writePage } from '../pageResults';
import { readPages } from './pages';

for (const page of readPages()) writePage(page);
