import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFileLock } from './fileLock';
import { birthOf } from './processes';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('lets one work at a time and leaves nothing behind', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
  };
  await Promise.all(Array.from({ length: 6 }, () => withFileLock(path, 10_000, work)));
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

it('is free again after work that failed', async () => {
  await expect(withFileLock(path, 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});

it('waits for a live holder and says who it is when that takes too long', async () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), token: 'x' }));
  await expect(withFileLock(path, 120, async () => {})).rejects.toThrow(`held by process ${process.pid}`);
});

it('takes the lock of a holder that was killed', async () => {
  const child = spawn('sleep', ['60']);
  writeFileSync(path, JSON.stringify({ pid: child.pid, birth: birthOf(child.pid ?? 0), token: 'x' }));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await withFileLock(path, 5000, async () => 'in')).toBe('in');
});

it('takes the lock of a holder whose number has gone to another process', async () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, birth: 'another time', token: 'x' }));
  expect(await withFileLock(path, 5000, async () => 'in')).toBe('in');
});

it('lets one of many in who find the same dead lock, even after one died while clearing it', async () => {
  writeFileSync(path, 'not even JSON');
  let inside = 0;
  const work = async () => {
    expect(++inside).toBe(1);
    await sleep(5);
    inside--;
  };
  await Promise.all(Array.from({ length: 5 }, () => withFileLock(path, 10_000, work)));
  expect(readdirSync(folder)).toEqual([]);
});
