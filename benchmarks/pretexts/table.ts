import { renderVariants } from '../methods/variants';
import type { Results } from '../results';
import type { PretextRow } from './pretexts';

/** The pages that show a part of the rows each. */
export const PAGES = [
  {
    page: 'pairs.md',
    method: 'simclr',
    what: 'two views of',
    titles: { augment: 'one picture', group: 'a group', template: 'board and template' },
  },
  {
    page: 'masks.md',
    method: 'mae',
    what: 'mask',
    titles: { random: 'random', block: 'block', grid: 'grid', saliency: 'saliency' },
  },
] as const;

/** What a method learned from each pretext, and how it differs from the first one. */
export function renderPretexts(
  results: Results<PretextRow> | undefined,
  { method, what, titles }: (typeof PAGES)[number],
): string {
  const rows = (results?.rows ?? []).filter((row) => row.method === method);
  return renderVariants({ rows, what, variantOf: ({ pretext }) => pretext, titles });
}
