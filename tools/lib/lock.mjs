import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, signalGroup, startOf } from './processes.mjs';

/**
 * @typedef {{ pid: number, start: string }} Process
 * @typedef {Process & { child?: Process, children?: Process[], url?: string }} Holder
 */

/**
 * Who holds the lock, or undefined when nobody does; a holder that died counts as nobody.
 * @param {string} path
 * @returns {Holder | undefined}
 */
export function lockHolder(path) {
  const holder = readHolder(path);
  return holder && isAlive(holder.pid, holder.start) ? holder : undefined;
}

/**
 * Takes the lock or answers who has it. The file appears with its content in one step (a link), so nobody ever reads
 * half of it; a dead holder's lock is taken over, and the command that it left running is ended first.
 * @param {string} path
 * @param {Record<string, unknown>} [notes]
 * @returns {{ lock?: ReturnType<typeof heldLock>, holder?: Holder }}
 */
export function tryLock(path, notes = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const holder = { pid: process.pid, start: startOf(process.pid), ...notes };
  const own = `${path}.${process.pid}`;
  for (let attempt = 0; attempt < 5; attempt++) {
    writeFileSync(own, JSON.stringify(holder));
    try {
      linkSync(own, path);
      return { lock: heldLock(path, holder) };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
    const other = readHolder(path);
    if (other && isAlive(other.pid, other.start)) return { holder: other };
    if (other) dropDeadLock(path, other);
  }
  return { holder: readHolder(path) };
}

/**
 * Waits for the lock as long as its holder lives.
 * @param {string} path
 * @param {(holder: Holder) => void} onWait called once
 */
export async function waitForLock(path, onWait) {
  for (let turn = 0; ; turn++) {
    const { lock, holder } = tryLock(path);
    if (lock) return lock;
    if (turn === 0 && holder) onWait(holder);
    await sleep(300);
  }
}

function heldLock(path, holder) {
  const rewrite = (changes) => {
    Object.assign(holder, changes);
    const own = `${path}.${process.pid}`;
    writeFileSync(own, JSON.stringify(holder));
    renameSync(own, path);
  };
  return {
    /** Notes something in the lock for others to read. */
    note: rewrite,
    /** Notes the command in work, so that whoever takes over from a killed holder can end it. */
    noteChild: (pid) => rewrite({ child: pid === undefined ? undefined : { pid, start: startOf(pid) } }),
    release: () => {
      if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

function readHolder(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function dropDeadLock(path, seen) {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Somebody else took it away.
  }
  const moved = readHolder(aside);
  if (moved && isAlive(moved.pid, moved.start)) {
    // Between the look and the move somebody else had cleaned up and locked: theirs goes back.
    try {
      linkSync(aside, path);
    } catch {
      // Locked again by a third: the holder's release tolerates it.
    }
  } else {
    for (const left of [seen.child, ...(seen.children ?? [])]) {
      if (left && isAlive(left.pid, left.start)) signalGroup(left.pid, 'SIGKILL');
    }
  }
  rmSync(aside, { force: true });
}
