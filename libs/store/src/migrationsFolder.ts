import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const INSIDE = join('libs', 'store', 'migrations');

/** The folder of generated migrations, found by walking up to the repository's root from here or the working folder. */
export function migrationsFolder(): string {
  for (const start of [ownFolder(), process.cwd()]) {
    const root = start === undefined ? undefined : repositoryRoot(start);
    if (root && existsSync(join(root, INSIDE))) return join(root, INSIDE);
  }
  throw new Error(`cannot find ${INSIDE} above ${process.cwd()}: start Assay inside its repository`);
}

function repositoryRoot(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Undefined where a bundler left no file address. */
function ownFolder(): string | undefined {
  const address = import.meta.url;
  return address?.startsWith('file:') ? dirname(fileURLToPath(address)) : undefined;
}
