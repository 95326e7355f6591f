import { readFileSync, writeFileSync } from 'node:fs';

/** Resident memory of this process in bytes: now, and its highest mark; null where the system has no /proc. */
export function residentBytes(): { now: number; peak: number } | null {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const read = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
    const found = { now: read('VmRSS'), peak: read('VmHWM') };
    return Number.isFinite(found.now + found.peak) ? found : null;
  } catch {
    return null;
  }
}

/** From now on: by how much the process has grown at most, in bytes; null where that cannot be known. */
export function watchPeak(): () => number | null {
  const before = forgetPeak() ? (residentBytes()?.now ?? null) : null;
  return () => {
    const now = before === null ? null : residentBytes();
    return before === null || now === null ? null : Math.max(0, now.peak - before);
  };
}

/** Sets the highest mark to the present use. @returns whether the system allows it */
export function forgetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}
