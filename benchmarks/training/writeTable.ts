/** `node --import tsx benchmarks/training/writeTable.ts`: puts the stored results into docs/guides/engine.md. */
import { writePage } from '../pageResults';
import { readOwnPage } from './page';

writePage(readOwnPage());
