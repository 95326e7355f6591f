import { expect, test } from 'vitest';
import { measureEach } from './benchmark';

test('a row that fails is named at the end, after the others', async () => {
  const lines: string[] = [];
  const done: string[] = [];
  const measure = async (row: string) => {
    if (row === 'b') throw new Error('no memory\nand more');
    done.push(row);
  };
  const run = measureEach(['a', 'b', 'c'], (row) => row, { say: (line) => lines.push(line), measure });
  await expect(run).rejects.toThrow('1 of 3 rows failed\nb: no memory');
  expect(done).toEqual(['a', 'c']);
  expect(lines).toContain('[2/3] b');
});
