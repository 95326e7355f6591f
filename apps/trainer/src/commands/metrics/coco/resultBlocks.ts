import { createReadStream } from 'node:fs';
import { InputError } from '@assay/contracts';
import { describe, parseTolerantly, readValue } from '../readNumbers';
import { createListSplitter } from './listSplitter';
import type { Rows } from './rows';

const CHUNK_BYTES = 2 ** 20;

/**
 * The objects of a COCO results file, block by block, so that no more than a block of them is in memory: results may be
 * longer than the longest text there can be. What is no JSON list is read again as a whole, which says what it is or
 * where it stops being one.
 *
 * @throws InputError naming the file and, where it is no JSON, line and column
 */
export async function* resultBlocks(path: string): AsyncGenerator<Rows> {
  let offset = 0;
  for await (const rows of parsedBlocks(path)) {
    if (rows === null) return yield await wholeList(path, offset);
    yield { path, list: '', rows, offset };
    offset += rows.length;
  }
}

/** Ends with null where the file cannot be read in blocks. */
async function* parsedBlocks(path: string): AsyncGenerator<readonly unknown[] | null> {
  const splitter = createListSplitter();
  let isEmpty = true;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      const text = splitter.push(chunk);
      if (text === null) continue;
      isEmpty = false;
      yield entriesOf(text);
    }
  } catch {
    // A file that cannot be read: reading it as a whole says why.
    return yield null;
  }
  const last = splitter.end();
  if (last === null) yield null;
  else yield isEmpty && last.trim() === '' ? [] : entriesOf(last);
}

/** Null for what is no JSON; between commas stands something. */
function entriesOf(text: string): readonly unknown[] | null {
  try {
    const value = parseTolerantly(`[${text}]`);
    return Array.isArray(value) && value.length > 0 ? value : null;
  } catch {
    return null;
  }
}

async function wholeList(path: string, offset: number): Promise<Rows> {
  const value = await readValue(path);
  if (Array.isArray(value)) return { path, list: '', rows: value.slice(offset), offset };
  throw new InputError({ where: path, found: describe(value), fix: 'COCO results are an array of objects' });
}
