import { readFileSync } from 'node:fs';

/**
 * When a process started, in a form that only serves for comparing: a process id alone can be given out again.
 * Empty where the system has no /proc.
 * @param {number} pid
 */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold spaces and brackets, so the fields are counted after its last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

/**
 * Whether the process lives and is the one that was meant.
 * @param {number} pid
 * @param {string} [start] what startOf() answered when the process was noted down
 */
export function isAlive(pid, start = '') {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const seen = startOf(pid);
  if (process.platform === 'linux' && seen === '') return false;
  return start === '' || seen === '' || seen === start;
}

/**
 * Sends a signal to a whole process group; silent when nobody is left in it.
 * @param {number} pid the group's leader
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}

/** @param {number} pid */
export function groupIsAlive(pid) {
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
