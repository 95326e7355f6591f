import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { birthOf, isAlive } from './processes';

const WAIT_MS = 50;
/** Clearing away a dead holder's lock takes a few system calls; a clearer that needs longer has died. */
const CLEARING_MS_MAX = 10_000;

/**
 * Runs `work` while no other process holds the lock. A holder that was killed is noticed by its process number and
 * birth, so that nothing is left to clean up by hand.
 */
export async function withFileLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const own = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), token: randomBytes(8).toString('hex') });
  const deadline = Date.now() + timeoutMs;
  while (!take(path, own)) {
    clearIfStale(path);
    if (Date.now() > deadline) throw new Error(`${path} is held by process ${holderOf(path)?.pid ?? '?'} for too long`);
    await sleep(WAIT_MS);
  }
  try {
    return await work();
  } finally {
    if (readText(path) === own) rmSync(path, { force: true });
  }
}

/** The lock appears with its content in one step: a link to a finished file, which fails when the name is there. */
function take(path: string, content: string): boolean {
  const prepared = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(prepared, content, { mode: 0o600 });
  try {
    linkSync(prepared, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(prepared, { force: true });
  }
}

/** Only one process at a time may judge and clear, or it could clear a lock that was taken since it judged. */
function clearIfStale(path: string): void {
  if (!isStale(path)) return;
  const clearing = `${path}.clearing`;
  try {
    mkdirSync(clearing);
  } catch {
    const since = statSync(clearing, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > CLEARING_MS_MAX) rmSync(clearing, { recursive: true, force: true });
    return;
  }
  try {
    if (isStale(path)) rmSync(path, { force: true });
  } finally {
    rmdirSync(clearing);
  }
}

function isStale(path: string): boolean {
  const text = readText(path);
  if (text === undefined) return false;
  const holder = holderOf(path);
  return !holder || !isAlive(holder.pid) || birthOf(holder.pid) !== holder.birth;
}

function holderOf(path: string): { pid: number; birth: string } | undefined {
  try {
    const value: unknown = JSON.parse(readText(path) ?? '');
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('birth' in value)) return undefined;
    return typeof value.pid === 'number' ? { pid: value.pid, birth: String(value.birth) } : undefined;
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
