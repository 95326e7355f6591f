import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHolder, tryLock, waitForLock } from './lock.mjs';
import { isAlive, startOf } from './processes.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one holder at a time, and nothing is left behind', () => {
  const path = join(folder, 'a.lock');
  const first = tryLock(path);
  expect(first.lock).toBeDefined();
  expect(tryLock(path).holder?.pid).toBe(process.pid);
  first.lock?.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a dead holder’s lock is taken over and the command that it left running is ended', async () => {
  const path = join(folder, 'a.lock');
  const orphan = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const ended = new Promise((resolve) => orphan.once('exit', (_, signal) => resolve(signal)));
  const dead = spawnSync('true').pid;
  const child = { pid: orphan.pid, start: startOf(orphan.pid ?? 0) };
  writeFileSync(path, JSON.stringify({ pid: dead, start: '1', child }));
  expect(lockHolder(path)).toBeUndefined();
  const lock = await waitForLock(path, () => {});
  expect(await ended).toBe('SIGKILL');
  lock.release();
});

test('a process id that was given out again does not count as the holder', () => {
  expect(isAlive(process.pid, startOf(process.pid))).toBe(true);
  if (process.platform === 'linux') expect(isAlive(process.pid, '1')).toBe(false);
});
