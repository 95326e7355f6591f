/** `node --import tsx benchmarks/teachers/writeTable.ts`: puts the stored results into docs/methods/vqKd.md. */
import { writePage } from '../pageResults';
import { readOwnPage } from './page';

writePage(readOwnPage());
