import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createListSplitter } from './listSplitter';
import { resultBlocks } from './resultBlocks';

const folder = mkdtempSync(join(tmpdir(), 'assay-blocks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(text: string): Promise<unknown[]> {
  const path = join(folder, 'r.json');
  writeFileSync(path, text);
  const rows: unknown[] = [];
  for await (const block of resultBlocks(path)) {
    expect(block.offset).toBe(rows.length);
    rows.push(...block.rows);
  }
  return rows;
}

describe('createListSplitter', () => {
  it('gives all entries, wherever the bytes are cut', () => {
    const value = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 9 }), fc.constantFrom(undefined, 1), (list, size, indent) => {
        const bytes = Buffer.from(JSON.stringify(list, null, indent));
        const splitter = createListSplitter();
        const texts: (string | null)[] = [];
        for (let at = 0; at < bytes.length; at += size) texts.push(splitter.push(bytes.subarray(at, at + size)));
        texts.push(splitter.end());
        const found = texts.filter((text) => text !== null).flatMap((text) => JSON.parse(`[${text}]`));
        expect(found).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it.each(['', '{}', '[1', '[1]]', '[1] 2', '3', '["]'])('gives no end for %j', (text) => {
    const splitter = createListSplitter();
    splitter.push(Buffer.from(text));
    expect(splitter.end()).toBeNull();
  });
});

describe('resultBlocks', () => {
  it('reads what is longer than a chunk', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => ({ image_id: i, note: i % 7 === 0 ? 'a "ü", [' : '' }));
    expect(await read(JSON.stringify(rows))).toEqual(rows);
    const text = JSON.stringify(rows);
    await expect(read(text.slice(0, -1))).rejects.toThrow(/r\.json:1:\d+: the text ends too early/);
    await expect(read(text.replace('"image_id":59000', '"image_id" 59000'))).rejects.toThrow(
      /r\.json:1:\d+: unexpected "5"/,
    );
  });

  it('reads lists without entries, with a byte order mark and with bare NaN', async () => {
    expect(await read(' [ ] ')).toEqual([]);
    expect(await read('\uFEFF[{"a":1}]')).toEqual([{ a: 1 }]);
    expect(await read('[{"a":NaN},{"b":"NaN"}]')).toEqual([{ a: 'NaN' }, { b: 'NaN' }]);
  });

  it.each(['[1,]', '[,1]', '[1,,2]', '[1]]', '[1 2]', ''])('refuses %j', async (text) => {
    await expect(read(text)).rejects.toThrow(/r\.json:1:\d+: /);
  });

  it('refuses what is no list and no file', async () => {
    await expect(read('{"a": []}')).rejects.toThrow(/r\.json: an object \(COCO results are an array/);
    const lost = resultBlocks(join(folder, 'none.json'));
    await expect(lost.next()).rejects.toThrow(/none\.json: no such file/);
  });
});
