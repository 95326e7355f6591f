/** `node --import tsx benchmarks/teachers/writeTable.ts`: puts the stored results into docs/methods/vqKd.md. */
import { readPage, writePage } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTeachers } from './table';
import type { TeacherRow } from './teachers';

const text = renderTeachers(readResults('teachers') as Results<TeacherRow> | undefined); // the benchmark's own file
writePage(readPage('methods/vqKd.md', { script: 'benchmarks/teachers/writeTable.ts', text }));
