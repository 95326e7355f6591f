import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportProblem } from '@assay/contracts';
import { compareText, manifestPath } from './paths';

/** One folder's entries, names in code-unit order. Links are followed; hidden files and system litter are left out. */
export type Listing = { files: string[]; folders: string[] };

/** Lists folders below a root once and collects what could not be read. */
export type Walker = {
  root: string;
  problems: ImportProblem[];
  list(folder: string): Promise<Listing>;
  /** All files below a folder, absolute, in path order. */
  filesBelow(folder: string): Promise<string[]>;
};

const LITTER = new Set(['Thumbs.db', 'desktop.ini', '__MACOSX']);

export function createWalker(root: string): Walker {
  const problems: ImportProblem[] = [];
  const listings = new Map<string, Listing>();

  const report = (path: string, error: unknown): void => {
    const detail = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
    problems.push({ path: manifestPath(root, path), kind: 'unreadable', detail: `cannot be read: ${detail}` });
  };

  const list = async (folder: string): Promise<Listing> => {
    const known = listings.get(folder);
    if (known) return known;
    const listing: Listing = { files: [], folders: [] };
    listings.set(folder, listing);
    let names: string[] = [];
    try {
      names = (await readdir(folder)).sort(compareText);
    } catch (error) {
      report(folder, error);
    }
    for (const name of names) {
      if (name.startsWith('.') || LITTER.has(name)) continue;
      try {
        // stat follows links; a link that points nowhere or at itself fails here.
        const entry = await stat(join(folder, name));
        if (entry.isDirectory()) listing.folders.push(name);
        else if (entry.isFile()) listing.files.push(name);
      } catch (error) {
        report(join(folder, name), error);
      }
    }
    return listing;
  };

  const below = async (folder: string, above: readonly string[]): Promise<string[]> => {
    const real = await realpath(folder).catch(() => folder);
    if (above.includes(real)) {
      problems.push({
        path: manifestPath(root, folder),
        kind: 'unreadable',
        detail: 'a link back to a folder above it',
      });
      return [];
    }
    const { files, folders } = await list(folder);
    const found = files.map((name) => join(folder, name));
    for (const name of folders) found.push(...(await below(join(folder, name), [...above, real])));
    return found;
  };

  return { root, problems, list, filesBelow: (folder) => below(folder, []) };
}
