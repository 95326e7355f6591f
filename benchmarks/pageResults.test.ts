import { expect, test } from 'vitest';
import { replaceResults } from './pageResults';

const block = (script: string, text: string) =>
  `<!-- results: written by ${script} -->\n\n${text}\n<!-- end of results -->`;

test('the block of one script alone is written anew, wherever it stands among others', () => {
  const page = (a: string, b: string) => `before\n${block('a.ts', a)}\nbetween\n${block('b.ts', b)}\nafter\n`;
  expect(replaceResults(page('old', 'kept'), { script: 'a.ts', text: 'new' })).toBe(page('new', 'kept'));
  expect(replaceResults(page('kept', 'old'), { script: 'b.ts', text: 'new' })).toBe(page('kept', 'new'));
});

test('a page without the markers is refused', () => {
  expect(() => replaceResults('nothing', { script: 'a.ts', text: '' })).toThrow('the page must hold');
  const open = '<!-- end of results --> <!-- results: written by a.ts -->';
  expect(() => replaceResults(open, { script: 'a.ts', text: '' })).toThrow('the page must hold');
});
