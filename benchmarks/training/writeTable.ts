/** `node --import tsx benchmarks/training/writeTable.ts`: puts the stored results into docs/guides/engine.md. */
import { readPage, writePage } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTraining, type TrainingRow } from './table';

const text = renderTraining(readResults('training') as Results<TrainingRow> | undefined); // the benchmark's own file
writePage(readPage('guides/engine.md', { script: 'benchmarks/training/writeTable.ts', text }));
