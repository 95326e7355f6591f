import { InputError } from '@assay/contracts';

const WORDS: Readonly<Record<string, { found: string; fix: string }>> = {
  ENOSPC: { found: 'the disk is full', fix: 'free some space and try again; nothing was half-written' },
  EDQUOT: { found: 'the disk quota is used up', fix: 'free some space and try again; nothing was half-written' },
  EACCES: { found: 'this user may not write there', fix: 'choose another folder or change its owner' },
  EPERM: { found: 'this user may not write there', fix: 'choose another folder or change its owner' },
  EROFS: { found: 'the file system is read-only', fix: 'choose another folder' },
  ENOTDIR: { found: 'a part of the path is a file, not a folder', fix: 'choose another folder' },
};

/** Turns an error of the file system that its reader can act on into an InputError; gives back any other unchanged. */
export function explainDisk(error: unknown, where: string): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const words = WORDS[code];
  return words ? new InputError({ where, ...words }) : error;
}
