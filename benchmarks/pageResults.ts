const END = '<!-- end of results -->';

/**
 * A page with another text between its two markers, the first of which names the script that writes it.
 *
 * @param script from the repository's root
 * @throws Error when the page has them not
 */
export function replaceResults(page: string, { script, text }: { script: string; text: string }): string {
  const begin = `<!-- results: written by ${script} -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the page must hold "${begin}" and "${END}"`);
  return `${before}${begin}\n\n${text}\n${END}${after}`;
}
