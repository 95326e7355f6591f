import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/lib/root.mjs';

const END = '<!-- end of results -->';

/** A page of the documentation as it is, and as the stored results want it. */
export type Page = { path: string; stored: string; wanted: string };
type Block = { script: string; text: string };

/** @param name from the folder `docs` */
export function readPage(name: string, block: Block): Page {
  const path = join(ROOT, 'docs', name);
  const stored = readFileSync(path, 'utf8');
  return { path, stored, wanted: replaceResults(stored, block) };
}

export function writePage({ path, stored, wanted }: Page): void {
  if (wanted !== stored) writeFileSync(path, wanted);
}

/**
 * A page with another text between its two markers, the first of which names the script that writes it. A page may hold
 * several such blocks.
 *
 * @param script from the repository's root
 * @throws Error when the page has them not
 */
export function replaceResults(page: string, { script, text }: Block): string {
  const begin = `<!-- results: written by ${script} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`the page must hold "${begin}" and "${END}"`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n${page.slice(to)}`;
}
