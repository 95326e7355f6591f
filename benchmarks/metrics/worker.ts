/** Our side of a work, once on command: `node --import tsx worker.ts ORDER`, the words are those of peers/metrics.py. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Order, Ready, Run } from './messages';
import { WORKS } from './works';

const { work: name, input } = JSON.parse(process.argv[2] ?? '{}') as Order; // from our own parent
const work = WORKS[name];
if (!work) throw new Error(`there is no work ${name}`);
say('ready', { versions: { node: process.versions.node }, baseMb: readPeakMb() } satisfies Ready);

for await (const _ of createInterface({ input: process.stdin })) {
  const cpu = process.cpuUsage();
  const measured = await work.measure(input);
  const cpuSeconds = secondsOf(process.cpuUsage(cpu));
  say('turn', { ...measured, cpuSeconds, startCpuSeconds: secondsOf(cpu), peakMb: readPeakMb() } satisfies Run);
}
process.exit(0);

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

function say(kind: string, message: object): void {
  process.stdout.write(`@${kind} ${JSON.stringify(message)}\n`);
}

/** The most that this process ever held, as the peers read it: `readMemory` would load the engine, which is none of it. */
function readPeakMb(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
