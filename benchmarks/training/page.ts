import { type Page, readPage } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTraining, type TrainingRow } from './table';

/** The page that shows the results, as it is and as the stored rows want it. */
export function readOwnPage(): Page {
  const text = renderTraining(readResults('training') as Results<TrainingRow> | undefined); // the benchmark's own file
  return readPage('guides/engine.md', { script: 'benchmarks/training/writeTable.ts', text });
}
