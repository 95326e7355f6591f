/** `node --import tsx benchmarks/teachers/writeTable.ts`: puts the stored results into docs/methods/vqKd.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { replaceResults } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTeachers } from './table';
import type { TeacherRow } from './teachers';

const PAGE = join(ROOT, 'docs', 'methods', 'vqKd.md');
const text = renderTeachers(readResults('teachers') as Results<TeacherRow> | undefined); // the benchmark's own file
const page = replaceResults(readFileSync(PAGE, 'utf8'), { script: 'benchmarks/teachers/writeTable.ts', text });
writeFileSync(PAGE, page);
