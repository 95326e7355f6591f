import { readFile } from 'node:fs/promises';
import { InputError } from '@assay/contracts';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'a folder',
  EACCES: 'may not be read',
};

/** A file's bytes. @throws InputError naming the field or file that asked for it */
export async function readFileBytes(path: string, where: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError({ where, found: wordOf(error) });
  }
}

/** What a file system's error says, in a few words. */
export function wordOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return WORDS[code] ?? (error instanceof Error ? error.message : String(error));
}
