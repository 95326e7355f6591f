import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SKIPPED = new Set([
  'node_modules',
  '.git',
  '.next',
  '.nx',
  '.assay',
  'dist',
  'test-results',
  'playwright-report',
]);

/**
 * The source files below a folder, relative to it with forward slashes: what git knows or does not ignore, or, outside
 * a repository, everything but the usual build folders.
 * @param {string} root
 */
export function listFiles(root) {
  if (existsSync(join(root, '.git'))) {
    const out = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    return out.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  }
  return walk(root, root);
}

function walk(folder, root) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path, root) : [relative(root, path).replaceAll(sep, '/')];
  });
}
