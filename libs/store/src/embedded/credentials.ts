import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { InputError } from '@assay/contracts';
import { explainDisk } from '../explainDisk';
import type { Layout } from './layout';
import { freePort, USER } from './serverProcess';

/** The stored port when it is free, so that others who know it find the server again; else a new one. */
export async function choosePort(layout: Layout): Promise<number> {
  const stored = readNumber(layout.port);
  const port = stored !== undefined && (await isFree(stored)) ? stored : await freePort();
  writeAtomically(layout.port, `${port}\n`);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return freePort(port).then(
    () => true,
    () => false,
  );
}

/** Address of one of the server's databases; undefined before the server was ever started. */
export function addressOf(layout: Layout, database: string): string | undefined {
  const port = readNumber(layout.port);
  const password = readPassword(layout);
  if (port === undefined || password === undefined) return undefined;
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

export function readPassword(layout: Layout): string | undefined {
  return existsSync(layout.password) ? readFileSync(layout.password, 'utf8').trim() : undefined;
}

export function makePassword(layout: Layout): string {
  if (existsSync(layout.data)) {
    throw new InputError({
      where: layout.password,
      found: 'the password of the embedded PostgreSQL is missing, but its data is there',
      fix: 'put the file back, or use another ASSAY_HOME',
    });
  }
  const password = randomBytes(24).toString('base64url');
  writeAtomically(layout.password, `${password}\n`);
  return password;
}

function readNumber(path: string): number | undefined {
  const number = existsSync(path) ? Number(readFileSync(path, 'utf8')) : Number.NaN;
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

function writeAtomically(path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw explainDisk(error, path);
  }
}
