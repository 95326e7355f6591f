import { isAbsolute, relative, sep } from 'node:path';

/** Order by UTF-16 code unit: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A file's path as a manifest stores it: relative to the imported folder, forward slashes, Unicode composed (NFC), since
 * some file systems give back decomposed names.
 */
export function manifestPath(root: string, file: string): string {
  const path = relative(root, file);
  if (isAbsolute(path)) return path.split(sep).join('/').normalize('NFC');
  return (path === '' ? '.' : path).split(sep).join('/').normalize('NFC');
}

/** The part before the last dot of the last path element. */
export function stem(name: string): string {
  const file = name.slice(name.lastIndexOf('/') + 1);
  const dot = file.lastIndexOf('.');
  return dot > 0 ? file.slice(0, dot) : file;
}

/** The folder part of a manifest path; empty at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

const PICTURE_NAME = /\.(jpe?g|png|bmp|tiff?|webp|gif)$/i;

/** Whether the name says that the file is a picture. */
export function isPictureName(name: string): boolean {
  return PICTURE_NAME.test(name);
}
