const END = '<!-- end of results -->';

/**
 * A page with another text between its two markers, the first of which names the script that writes it. A page may hold
 * several such blocks.
 *
 * @param script from the repository's root
 * @throws Error when the page has them not
 */
export function replaceResults(page: string, { script, text }: { script: string; text: string }): string {
  const begin = `<!-- results: written by ${script} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`the page must hold "${begin}" and "${END}"`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n${page.slice(to)}`;
}
