import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process of that number is there; one of another user counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  // One that was killed and not yet waited for by its parent is dead all the same.
  return stateOf(pid) !== 'Z';
}

/** When the process began, in the system's own words: a number that came round again begins at another time. */
export function birthOf(pid: number): string {
  const fields = statOf(pid);
  if (fields) return fields[19] ?? '';
  return ps(pid, 'lstart');
}

/** Its command line; empty when it cannot be read. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ps(pid, 'command');
  }
}

function stateOf(pid: number): string {
  return statOf(pid)?.[0] ?? ps(pid, 'state').slice(0, 1);
}

/** Fields of /proc/PID/stat after the name, which may itself hold blanks and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ps(pid: number, field: string): string {
  if (process.platform === 'linux') return '';
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
