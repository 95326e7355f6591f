import { renderVariants } from '../methods/variants';
import type { Results } from '../results';
import type { TeacherName, TeacherRow } from './teachers';

const TITLES: Readonly<Record<TeacherName, string>> = {
  random: 'at random',
  simclr: 'by SimCLR',
  revived: 'by SimCLR, codes revived',
};

/** What VQ-KD learned from each teacher, in percent, and how it differs from what it learned from one at random. */
export function renderTeachers(results: Results<TeacherRow> | undefined): string {
  return renderVariants({
    rows: results?.rows ?? [],
    what: 'teacher',
    variantOf: ({ teacher }) => teacher,
    titles: TITLES,
    more: { 'codes used': ({ links }) => links.at(-1)?.perplexity },
  });
}
