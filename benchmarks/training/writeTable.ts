/** `node --import tsx benchmarks/training/writeTable.ts`: puts the stored results into docs/guides/engine.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { replaceResults } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTraining, type TrainingRow } from './table';

const PAGE = join(ROOT, 'docs', 'guides', 'engine.md');
const text = renderTraining(readResults('training') as Results<TrainingRow> | undefined); // the benchmark's own file
const page = replaceResults(readFileSync(PAGE, 'utf8'), { script: 'benchmarks/training/writeTable.ts', text });
writeFileSync(PAGE, page);
