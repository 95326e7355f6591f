import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkFiles } from '../checks/files.mjs';
import { ROOT } from '../lib/root.mjs';

/** Notes of which inputs the build was made; inside the build, so that it goes when the build goes. */
export const STAMP = join(ROOT, 'apps', 'dashboard', '.next', 'assay-build.json');

const FOLDERS = [
  'apps/dashboard/',
  ...['classical', 'contracts', 'metrics', 'services', 'store'].map((name) => `libs/${name}/`),
  'recipes/',
];
const FILES = ['package-lock.json', 'tsconfig.base.json'];

/** @param {string} path */
export function isBuildInput(path) {
  return FILES.includes(path) || (FOLDERS.some((folder) => path.startsWith(folder)) && !/\.test\.tsx?$/.test(path));
}

/** One digest over names and contents of all that the dashboard is built from. */
export function inputsDigest(root = ROOT) {
  const hash = createHash('sha256').update(process.version);
  // Not by git: it may be missing, or refuse a folder of another user.
  const paths = [...FILES, ...FOLDERS.flatMap((folder) => walkFiles(root, folder))].filter(isBuildInput);
  for (const path of paths.sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** The digest of the build that is there. */
export function stampedDigest() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8')).digest;
  } catch {
    return undefined;
  }
}
