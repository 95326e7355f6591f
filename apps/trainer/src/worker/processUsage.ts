import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Linux counts process times in hundredths of a second, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/** Resident memory in bytes and CPU seconds since the process began. */
export type ProcessUsage = { memoryBytes: number; cpuSeconds: number };

/** What another process uses now; null when it is gone or the system does not tell. */
export async function processUsage(pid: number): Promise<ProcessUsage | null> {
  try {
    return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
  } catch {
    return null;
  }
}

/** Bytes that this machine or container has in all. */
export function totalMemoryBytes(): number {
  const constrained = process.constrainedMemory();
  const total = totalmem();
  return constrained && constrained > 0 && constrained < total ? constrained : total;
}

async function fromProc(pid: number): Promise<ProcessUsage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The command's name stands in brackets and may hold spaces: count the fields after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
  if (!Number.isFinite(ticks) || !Number.isFinite(kilobytes)) throw new Error(`no usage of process ${pid}`);
  return { memoryBytes: kilobytes * 1024, cpuSeconds: ticks / TICKS_PER_SECOND };
}

async function fromPs(pid: number): Promise<ProcessUsage> {
  const { stdout } = await run('ps', ['-o', 'rss=,time=', '-p', String(pid)]);
  const [kilobytes = '', time = ''] = stdout.trim().split(/\s+/);
  const seconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
  return { memoryBytes: Number(kilobytes) * 1024, cpuSeconds: seconds };
}
