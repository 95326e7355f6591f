const BEGIN = '<!-- results: written by benchmarks/methods/writeTable.ts -->';
const END = '<!-- end of results -->';

/** The page with another text between the two markers. @throws Error when it has them not */
export function replaceBetween(page: string, text: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the page must hold "${BEGIN}" and "${END}"`);
  return `${before}${BEGIN}\n\n${text}\n${END}${after}`;
}
