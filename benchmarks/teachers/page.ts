import { type Page, readPage } from '../pageResults';
import { type Results, readResults } from '../results';
import { renderTeachers } from './table';
import type { TeacherRow } from './teachers';

/** The page that shows the results, as it is and as the stored rows want it. */
export function readOwnPage(): Page {
  const text = renderTeachers(readResults('teachers') as Results<TeacherRow> | undefined); // the benchmark's own file
  return readPage('methods/vqKd.md', { script: 'benchmarks/teachers/writeTable.ts', text });
}
