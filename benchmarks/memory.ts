import { readFileSync, writeFileSync } from 'node:fs';

/** MB of this process: the most it ever held in memory, and what it holds. NaN where the system does not tell. */
export function readMemory(): { peakMb: number; residentMb: number } {
  let status = '';
  try {
    status = readFileSync('/proc/self/status', 'utf8');
  } catch {
    // Not Linux.
  }
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { peakMb: field('VmHWM'), residentMb: field('VmRSS') };
}

/** Starts the peak anew, where the system allows it. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak goes on from the start.
  }
}
