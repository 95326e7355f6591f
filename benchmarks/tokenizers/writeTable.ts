/** `node --import tsx benchmarks/tokenizers/writeTable.ts`: puts the stored results into docs/methods/beit.md. */
import { writePage } from '../pageResults';
import { readOwnPage } from './page';

writePage(readOwnPage());
