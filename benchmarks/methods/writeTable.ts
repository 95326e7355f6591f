/**
 * `node --import tsx benchmarks/methods/writeTable.ts`: puts the stored results into docs/methods/README.md and into each
 * method's own page.
 */
import { writeFileSync } from 'node:fs';
import { readPages } from './pages';

for (const { path, stored, wanted } of readPages()) if (wanted !== stored) writeFileSync(path, wanted);
