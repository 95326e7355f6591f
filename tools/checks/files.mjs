import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const SKIPPED_FOLDERS = new Set([
  ...['node_modules', '.git', '.next', '.nx', '.assay', 'dist', 'test-results', 'playwright-report'],
  ...['.venv', '__pycache__'],
]);
const SKIPPED_FILES = /\.tsbuildinfo$|^next-env\.d\.ts$/;

/**
 * The source files below a folder, relative to it with forward slashes: what git knows or does not ignore. Without a
 * repository, or one that git does not answer about (another user's), everything but what builds leave behind.
 * @param {string} root
 */
export function listFiles(root) {
  const { status, stdout } = existsSync(join(root, '.git'))
    ? spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      })
    : { status: 1, stdout: '' };
  if (status !== 0) return walkFiles(root);
  return stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

/**
 * The same without asking git, and only below one of its folders when one is named.
 * @param {string} root
 * @param {string} [folder]
 * @returns {string[]}
 */
export function walkFiles(root, folder = '.') {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = relative(root, join(root, folder, entry.name)).replaceAll(sep, '/');
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : walkFiles(root, path);
    return SKIPPED_FILES.test(entry.name) ? [] : [path];
  });
}
