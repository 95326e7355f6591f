import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A path inside the repository, found by walking up from this file or the working folder to the one that holds nx.json.
 * A URL relative to this file would break when a bundler moves it.
 */
export function findInRepository(...parts: readonly string[]): string | undefined {
  for (const start of [ownFolder(), process.cwd()]) {
    const root = start === undefined ? undefined : repositoryRoot(start);
    if (root && existsSync(join(root, ...parts))) return join(root, ...parts);
  }
  return undefined;
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
